// Suggestions while typing: an editable combobox with a list (WAI-ARIA 1.2) on every field with data-suggest.
// Typed text is never changed. Without this module, or when nothing is chosen, the form is sent as it is.
const WAIT = 120
const LEAST = 2
const MOST_KEPT = 60
const kept = new Map()
let made = 0

async function ask(address, signal) {
  if (!kept.has(address)) {
    const answer = await fetch(address, { signal, headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    kept.set(address, await answer.json())
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value)
  }
  return kept.get(address)
}

function make(name, attributes, ...inside) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...inside)
  return element
}

const marked = (text) => text.map(([piece, hit]) => (hit ? make('mark', {}, piece) : piece))

function drawOption(hit, id, sends) {
  const link = sends ? { 'data-value': hit.value } : { href: hit.href, tabindex: '-1' }
  const note = hit.note ? [' ', make('small', {}, hit.note)] : []
  const title = make('span', {}, ...marked(hit.text))
  return make(sends ? 'div' : 'a', { id, role: 'option', 'aria-selected': 'false', ...link }, title, ...note)
}

function drawGroups(told, id, sends) {
  let at = 0
  return told.groups.map((group, index) => {
    const title = make('div', { id: `${id}-g${index}`, class: 'suggest-title', role: 'presentation' }, group.title)
    const options = group.hits.map((hit) => drawOption(hit, `${id}-${(at += 1)}`, sends))
    return make('div', { role: 'group', 'aria-labelledby': title.id }, title, ...options)
  })
}

function attach(input) {
  const id = `voorstel-${(made += 1)}`
  const sends = input.dataset.then === 'send'
  const label = input.labels[0]?.textContent.trim() ?? ''
  const list = make('div', { id, role: 'listbox', 'aria-label': label })
  const none = make('p', { class: 'suggest-none' })
  const popup = make('div', { class: 'suggest', hidden: '' }, none, list)
  const said = make('span', { class: 'vh', role: 'status' })
  let options = []
  let active = -1
  let timer = 0
  let asking = null

  input.removeAttribute('list')
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id,
    'aria-haspopup': 'listbox', enterkeyhint: 'search', autocapitalize: 'off', spellcheck: 'false',
  })) input.setAttribute(name, value)
  input.closest('.finds').append(popup, said)

  function point(at) {
    options[active]?.setAttribute('aria-selected', 'false')
    active = at
    options[active]?.setAttribute('aria-selected', 'true')
    options[active]?.scrollIntoView({ block: 'nearest' })
    if (options[active]) input.setAttribute('aria-activedescendant', options[active].id)
    else input.removeAttribute('aria-activedescendant')
  }

  function close() {
    clearTimeout(timer)
    asking?.abort()
    point(-1)
    popup.hidden = true
    input.setAttribute('aria-expanded', 'false')
  }

  function show(told) {
    list.replaceChildren(...drawGroups(told, id, sends))
    options = [...list.querySelectorAll('[role=option]')]
    point(-1)
    none.textContent = told.meant || (options.length ? '' : told.said)
    none.hidden = !none.textContent
    list.hidden = !options.length
    popup.hidden = false
    input.setAttribute('aria-expanded', String(options.length > 0))
    said.textContent = [told.meant, told.said].filter(Boolean).join(' ')
  }

  async function suggest() {
    asking?.abort()
    const typed = input.value.trim()
    if (typed.length < LEAST) { close(); said.textContent = ''; return }
    const address = new URL(input.dataset.suggest, location.href)
    address.searchParams.set('q', typed.toLowerCase())
    asking = new AbortController()
    const { signal } = asking
    try {
      const told = await ask(address.href, signal)
      if (!signal.aborted && document.activeElement === input) show(told)
    } catch (error) {
      if (error.name !== 'AbortError') close() // the form still works
    }
  }

  function choose(option) {
    if (!sends) { close(); location.assign(option.href); return }
    input.value = option.dataset.value
    close()
    input.form.requestSubmit()
  }

  const moves = {
    ArrowDown: () => point(active + 1 < options.length ? active + 1 : -1),
    ArrowUp: () => point(active < 0 ? options.length - 1 : active - 1),
    Home: () => (active < 0 ? false : point(0)),
    End: () => (active < 0 ? false : point(options.length - 1)),
    Enter: () => (active < 0 ? false : choose(options[active])),
    Escape: close,
  }

  function press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (popup.hidden) {
      if (event.key === 'ArrowDown' && input.value.trim().length >= LEAST) { event.preventDefault(); suggest() }
      return
    }
    if (event.key in moves && moves[event.key]() !== false) event.preventDefault()
    else if (event.key === 'Enter') close()
  }

  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(suggest, WAIT) })
  input.addEventListener('keydown', press)
  input.addEventListener('blur', close)
  popup.addEventListener('pointerdown', (event) => event.preventDefault()) // the field keeps the focus
  popup.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]')
    if (!option || (!sends && (event.ctrlKey || event.metaKey))) return
    event.preventDefault()
    choose(option)
  })
}

for (const input of document.querySelectorAll('input[data-suggest]')) attach(input)
