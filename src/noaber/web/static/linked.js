// Panels of one page point at the same area: what is pointed at or has the focus in one lights up in all.
// Everything here is extra; choosing an area is an ordinary link.
let lit = ''

const marksOf = (area) => (area ? document.querySelectorAll(`[data-area="${CSS.escape(area)}"]`) : [])

export function light(area) {
  if (area === lit) return
  for (const mark of marksOf(lit)) mark.classList.remove('lit')
  for (const mark of marksOf(area)) mark.classList.add('lit')
  lit = area
}

const areaOf = (target) => target.closest?.('[data-area]')?.dataset.area ?? ''

// In a chart of lines the nearest line is meant, so that nobody has to hit one of two pixels.
function nearestLine(event) {
  const plot = event.target.closest?.('.stretched')
  if (!plot) return null
  const box = plot.getBoundingClientRect()
  const x = ((event.clientX - box.left) / box.width) * 1000
  const y = event.clientY - box.top
  let best = null
  let least = 28
  for (const line of plot.querySelectorAll('.line')) {
    for (const piece of line.querySelectorAll('polyline')) {
      const away = Math.abs(heightAt(piece.points, x) - y)
      if (away < least) [best, least] = [line, away]
    }
  }
  return best
}

function heightAt(points, x) {
  for (let at = 1; at < points.numberOfItems; at += 1) {
    const before = points.getItem(at - 1)
    const after = points.getItem(at)
    if (x >= before.x && x <= after.x) {
      return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x || 1)
    }
  }
  return Infinity
}

document.addEventListener('pointermove', (event) => {
  light(nearestLine(event)?.dataset.area ?? areaOf(event.target))
})
document.addEventListener('focusin', (event) => light(areaOf(event.target)))
document.addEventListener('focusout', () => light(''))
document.addEventListener('click', (event) => {
  const href = nearestLine(event)?.getAttribute('href')
  if (href && !event.target.closest('a[href]')) location.assign(href)
})
