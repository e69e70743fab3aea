// A map by mouse and touch: point to read, click to choose, drag and pinch what is zoomed in, buttons to zoom.
const SLIP = 6 // pixels that a pointer may move and still be a click

export function startPointer(figure, view, cursor) {
  const { stage } = view
  const held = new Map()
  let moved = 0

  const linkOf = (target) => target.closest?.('a[data-area]')

  function partOf(event) {
    const room = stage.getBoundingClientRect()
    return [(event.clientX - room.left) / room.width, (event.clientY - room.top) / room.height]
  }

  stage.addEventListener('pointerdown', (event) => {
    if (!held.size) moved = 0
    held.set(event.pointerId, event)
  })
  stage.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId)
    if (!before) {
      if (event.pointerType !== 'touch') cursor.point(linkOf(event.target))
      return
    }
    moved += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY)
    held.set(event.pointerId, event)
    if (moved <= SLIP) return
    if (held.size === 2) pinch(before, event)
    else if (view.zoomed()) drag(before, event)
  })
  for (const end of ['pointerup', 'pointercancel']) {
    window.addEventListener(end, (event) => held.delete(event.pointerId))
  }
  stage.addEventListener('pointerleave', () => cursor.point(null))

  function drag(before, event) {
    stage.setPointerCapture?.(event.pointerId)
    const room = stage.getBoundingClientRect()
    view.move((event.clientX - before.clientX) / room.width, (event.clientY - before.clientY) / room.height)
  }

  function pinch(before, event) {
    const other = [...held.values()].find((one) => one.pointerId !== event.pointerId)
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1
    const [a, b] = [partOf(event), partOf(other)]
    view.zoom(apart(event) / apart(before), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  }

  stage.addEventListener('dragstart', (event) => event.preventDefault())
  // A finger covers what it points at: the first tap reads an area, the second chooses it.
  stage.addEventListener(
    'click',
    (event) => {
      const link = linkOf(event.target)
      const reads = event.pointerType === 'touch' && link && link !== cursor.at()
      if (moved > SLIP || reads) event.preventDefault()
      if (moved > SLIP) return
      if (reads) cursor.put(link, false)
      else if (link) cursor.remember(link.dataset.area)
    },
    true,
  )
  stage.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      view.zoom(Math.exp(-event.deltaY / 200), partOf(event))
    },
    { passive: false },
  )

  const ACTS = { in: () => view.zoom(2), out: () => view.zoom(0.5), whole: () => view.whole(), own: () => cursor.own() }
  for (const button of figure.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => ACTS[button.dataset.zoom]())
  }
}
