// Keeps an open case page up to date, and leaves it fast. Without this file the page does the same by links and reload.
const region = document.querySelector('[data-live]')
const pollMs = 15_000

/** Takes over the parts that changed. Where the page has others now, as when its case has ended, all of it is loaded anew. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const now = fresh.querySelector('[data-live]')
  if (now?.dataset.shape !== region.dataset.shape) return location.reload() // also when the pass has run out
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`)
    if (other && other.innerHTML !== part.innerHTML) takeOver(part, other.innerHTML)
  }
  region.dataset.waiting = now.dataset.waiting
}

/** Whoever is on a link of this part stays on it. */
function takeOver(part, html) {
  const at = part.contains(document.activeElement) && document.activeElement.getAttribute('href')
  part.innerHTML = html
  if (at) part.querySelector(`[href="${CSS.escape(at)}"]`)?.focus()
}

if (region) {
  const news = new EventSource(region.dataset.live)
  news.onmessage = ({ data }) => {
    if (JSON.parse(data).version !== region.dataset.version) void refresh()
    region.dataset.version = ''
  }
  // That somebody has not answered yet is no event.
  setInterval(() => {
    if (region.dataset.waiting) void refresh()
  }, pollMs)
}

// The answer to a form that has an address of its own: loading it again asks for that, and sends nothing twice.
const answered = document.querySelector('[data-address]')
if (answered) history.replaceState(null, '', answered.dataset.address)

// Leave without a trace in the history; pressing Shift three times leaves as well (GOV.UK exit this page).
const exit = document.querySelector('[data-exit]')
if (exit) {
  const leave = () => location.replace(exit.href)
  let presses = 0
  exit.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  document.addEventListener('keyup', ({ key }) => {
    presses = key === 'Shift' ? presses + 1 : 0
    if (presses === 3) leave()
  })
}
