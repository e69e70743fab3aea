// One area of a map has the cursor: it is outlined, told in words, lit in the other panels, and Enter chooses it.
import { light } from './linked.js'

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const NARROW = 0.5 // how far from its direction a step may go: the cosine of the widest angle

export function startCursor(figure, view, remember) {
  const { stage, ground } = view
  const links = [...ground.querySelectorAll('a[data-area]')]
  const byArea = new Map(links.map((link) => [link.dataset.area, link]))
  const said = figure.querySelector('.map-said')
  const words = said.querySelector('[role=status]')
  const pick = said.querySelector('.map-pick')
  const outline = make('g')
  outline.setAttribute('class', 'map-cursor')
  outline.setAttribute('hidden', '')
  outline.append(make('path'), make('path'))
  ground.append(outline)
  let here = null
  let centres = null

  const shapeOf = (link) => link.querySelector('path')
  const wordsOf = (link) => link.querySelector('title').textContent
  const isChosen = (link) => /\br-(own|p\d)\b/.test(link.getAttribute('class'))

  function centreOf(link) {
    centres ??= new Map(links.map((one) => [one, middle(shapeOf(one).getBBox())]))
    return centres.get(link)
  }

  function tell(link) {
    words.textContent = link ? wordsOf(link) : figure.dataset.hint
    const href = link?.getAttribute('href')
    pick.hidden = !href
    if (!href) return
    pick.href = href
    pick.textContent = isChosen(link) ? pick.dataset.out : pick.dataset.in
  }

  function put(link, follow) {
    here = link
    outline.toggleAttribute('hidden', !link)
    for (const line of link ? outline.children : []) line.setAttribute('d', shapeOf(link).getAttribute('d'))
    tell(link)
    light(link?.dataset.area ?? '')
    if (link && follow && !view.holds(centreOf(link))) view.centre(centreOf(link))
  }

  // The area beside: near, and not far off the direction.
  function beside(step) {
    const [x, y] = centreOf(here)
    let best = null
    let least = Infinity
    for (const link of links) {
      const [across, down] = [centreOf(link)[0] - x, centreOf(link)[1] - y]
      const away = Math.hypot(across, down)
      const along = (across * step[0] + down * step[1]) / away
      if (!(along >= NARROW)) continue
      const cost = away * (2.4 - 1.4 * along)
      if (cost < least) [best, least] = [link, cost]
    }
    return best
  }

  // The areas in order of their rank, those without one last, so that every one can be reached.
  const ranked = [...links].sort((one, other) => rankOf(one) - rankOf(other))

  function nextInRank(by) {
    return ranked[Math.min(ranked.length - 1, Math.max(0, ranked.indexOf(here) + by))]
  }

  const first = () => byArea.get(figure.dataset.own) ?? ranked[0]

  function choose(link) {
    const href = link?.getAttribute('href')
    if (!href) return
    remember(link.dataset.area)
    const before = location.pathname + location.search
    location.assign(href)
    if (new URL(href, location.href).pathname + new URL(href, location.href).search === before) location.reload()
  }

  const KEYS = {
    Enter: () => choose(here),
    ' ': () => choose(here),
    Home: () => put(first(), true),
    PageUp: () => put(nextInRank(-1), true),
    PageDown: () => put(nextInRank(1), true),
    '+': () => view.zoom(2, partOf(here)),
    '=': () => view.zoom(2, partOf(here)),
    '-': () => view.zoom(0.5),
    0: () => view.whole(),
    Escape: () => document.getElementById('kaart').focus(),
  }

  function partOf(link) {
    const box = view.box()
    const [x, y] = centreOf(link)
    return [(x - box.x) / box.w, (y - box.y) / box.h]
  }

  stage.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return
    const step = STEPS[event.key]
    const act = step ? () => put(beside(step) ?? here, true) : KEYS[event.key]
    if (!act) return
    event.preventDefault()
    here ??= first()
    act()
  })
  stage.addEventListener('focus', () => put(here ?? first(), false))
  stage.addEventListener('blur', () => {
    outline.toggleAttribute('hidden', true)
    light('')
  })
  if (document.activeElement === stage) put(first(), false)
  for (const part of figure.querySelectorAll('.map-tools,.map-said,.map-help')) part.hidden = false
  pick.addEventListener('click', () => remember(here?.dataset.area))

  return {
    at: () => here,
    point: (link) => tell(link ?? here),
    put,
    remember,
    go(area, focus) {
      if (focus) stage.focus({ preventScroll: true })
      if (byArea.has(area)) put(byArea.get(area), false)
    },
    own: () => view.fit(shapeOf(first()).getBBox()),
  }
}

const make = (name) => document.createElementNS('http://www.w3.org/2000/svg', name)
const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2]
const rankOf = (link) => Number(link.dataset.rank || Infinity)
