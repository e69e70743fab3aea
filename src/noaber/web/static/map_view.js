// What part of a map is seen. Shapes grow with it; names keep their size and appear where there is room for them.
const MOST = 24

export function makeView(figure) {
  const stage = figure.querySelector('.map-stage')
  const ground = stage.querySelector('.map-ground')
  const [, , width, height] = ground.getAttribute('viewBox').split(' ').map(Number)
  const names = [...stage.querySelectorAll('.map-names text')].map(readName)
  const patterns = document.querySelectorAll('pattern[id^="map-"]')
  let box = { x: 0, y: 0, w: width, h: height }

  function readName(text) {
    const style = (letter) => Number(new RegExp(`\\b${letter}(\\d+)`).exec(text.getAttribute('class'))?.[1] ?? 0)
    return {
      text,
      lines: [text, ...text.children],
      x: (parseFloat(text.getAttribute('x')) * width) / 100,
      y: (parseFloat(text.getAttribute('y')) * height) / 100,
      since: style('f'),
      until: style('u') || Infinity,
    }
  }

  function draw() {
    const zoom = width / box.w
    ground.setAttribute('viewBox', `${box.x} ${box.y} ${box.w} ${box.h}`)
    stage.classList.toggle('zoomed', zoom > 1)
    const seen = stage.clientWidth * zoom
    for (const name of names) {
      const x = (100 * (name.x - box.x)) / box.w
      const y = (100 * (name.y - box.y)) / box.h
      const fits = seen >= name.since && seen < name.until && x > 0 && x < 100 && y > 0 && y < 100
      name.text.toggleAttribute('hidden', zoom > 1 && !fits)
      if (zoom > 1 && !fits) continue
      for (const line of name.lines) line.setAttribute('x', `${x}%`)
      name.text.setAttribute('y', `${y}%`)
    }
    if (zoom > 1) giveWay()
    for (const pattern of patterns) pattern.setAttribute('patternTransform', `scale(${1 / zoom})`)
    for (const button of figure.querySelectorAll('[data-zoom]')) {
      const idle = { out: zoom <= 1, whole: zoom <= 1, in: zoom >= MOST }[button.dataset.zoom] ?? false
      button.setAttribute('aria-disabled', String(idle))
    }
  }

  // The name of a chosen area goes before what it would cover.
  function giveWay() {
    const shown = names.filter((name) => !name.text.hasAttribute('hidden'))
    const boxes = new Map(shown.map((name) => [name, name.text.getBoundingClientRect()]))
    for (const first of shown.filter((name) => name.text.classList.contains('k0'))) {
      for (const other of shown) {
        if (other !== first && overlap(boxes.get(first), boxes.get(other))) other.text.setAttribute('hidden', '')
      }
    }
  }

  function show(wanted) {
    const w = Math.min(width, Math.max(width / MOST, wanted.w))
    const h = (w * height) / width
    const x = Math.min(width - w, Math.max(0, wanted.x))
    const y = Math.min(height - h, Math.max(0, wanted.y))
    box = { x, y, w, h }
    draw()
  }

  // Zoom such that the point of the map at `at` (parts of the stage, from 0 to 1) stays where it is.
  function zoom(factor, at = [0.5, 0.5]) {
    const w = Math.min(width, Math.max(width / MOST, box.w / factor))
    const h = (w * height) / width
    show({ x: box.x + at[0] * (box.w - w), y: box.y + at[1] * (box.h - h), w })
  }

  function fit(shape, room = 3) {
    const w = Math.max(shape.width, (shape.height * width) / height) * room
    const h = (w * height) / width
    show({ x: shape.x + shape.width / 2 - w / 2, y: shape.y + shape.height / 2 - h / 2, w })
  }

  return {
    stage,
    ground,
    show,
    zoom,
    fit,
    box: () => box,
    zoomed: () => box.w < width,
    whole: () => show({ x: 0, y: 0, w: width }),
    move: (across, down) => show({ x: box.x - across * box.w, y: box.y - down * box.h, w: box.w }),
    holds: ([x, y]) => x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h,
    centre: ([x, y]) => show({ x: x - box.w / 2, y: y - box.h / 2, w: box.w }),
    signature: [width, height, ground.querySelectorAll('a').length, ground.querySelector('a')?.dataset.area].join(' '),
  }
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
