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

// Tab reaches a map also before it came near; the focus starts it.
function offer(figure) {
  const stage = figure.querySelector('.map-stage')
  stage.tabIndex = 0
  stage.setAttribute('role', 'application')
  stage.setAttribute('aria-label', figure.dataset.label)
  stage.setAttribute('aria-describedby', 'kaart-hulp')
  stage.addEventListener('focus', () => start(figure), { once: true })
}

function withdraw(figure) {
  const stage = figure.querySelector('.map-stage')
  for (const name of ['tabindex', 'role', 'aria-label', 'aria-describedby']) stage.removeAttribute(name)
}

const started = new WeakSet()

async function start(figure) {
  if (started.has(figure)) return
  started.add(figure)
  near.unobserve(figure)
  await enliven(figure)
}

async function enliven(figure) {
  if (figure.dataset.from && !(await fetchDrawing(figure))) return withdraw(figure)
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
      if (entry.isIntersecting) start(entry.target)
    }
  },
  { rootMargin: NEAR },
)
for (const figure of document.querySelectorAll('[data-map]')) {
  offer(figure)
  near.observe(figure)
}
