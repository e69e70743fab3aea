// The map of a page comes alive: a heavy one is fetched when it comes near, and every one can be read and chosen from
// by pointer, touch and keyboard. Without this file it is a picture or a drawing with links, and the ranking has all.
import { startCursor } from './map_cursor.js'
import { startPointer } from './map_pointer.js'
import { makeView } from './map_view.js'

const KEPT = 'noaber-map'
const NEAR = '600px'

async function fetchDrawing(figure) {
  const answer = await fetch(figure.dataset.from)
  if (!answer.ok) return false
  const read = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement
  const parts = [...read.children].map((part) => document.importNode(part, true))
  if (!parts.length || parts[0].localName !== 'svg') return false
  figure.querySelector('.map-stage').replaceChildren(...parts)
  return true
}

// What was looked at is kept while the page loads anew with another choice.
function remember(view, area) {
  try {
    const state = { page: location.pathname, first: view.signature, box: view.box(), area }
    sessionStorage.setItem(KEPT, JSON.stringify(state))
  } catch {
    // without a memory the map starts whole
  }
}

function recall(view) {
  try {
    const state = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
    sessionStorage.removeItem(KEPT)
    return state?.page === location.pathname && state.first === view.signature ? state : null
  } catch {
    return null
  }
}

async function enliven(figure) {
  if (figure.dataset.from && !(await fetchDrawing(figure))) return
  const view = makeView(figure)
  const cursor = startCursor(figure, view, (area) => remember(view, area))
  startPointer(figure, view, cursor)
  const state = recall(view)
  if (state) {
    view.show(state.box)
    cursor.go(state.area, true)
  }
  figure.classList.add('alive')
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue
      near.unobserve(entry.target)
      enliven(entry.target)
    }
  },
  { rootMargin: NEAR },
)
for (const figure of document.querySelectorAll('[data-map]')) near.observe(figure)
