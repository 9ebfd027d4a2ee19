// Says on an open page that a pattern was found or answered. The list that somebody reads, and may be answering, waits until they
// ask. Without this file the page says the same when it is opened again.
const one = (name, page = document) => page.querySelector(`[data-${name}]`)
const stand = () => one('queue').dataset.stand

async function show() {
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } })
  const fresh = answer.ok && one('queue', new DOMParser().parseFromString(await answer.text(), 'text/html'))
  if (!fresh) return location.reload() // signed out
  one('queue').replaceWith(document.adoptNode(fresh))
  one('news').replaceChildren()
  one('queue').focus()
}

function hear({ waiting, stand: now }) {
  if (now === stand()) return one('news').replaceChildren()
  const says = waiting === 1 ? '1 waits now: show it' : `${waiting} wait now: show them`
  const button = Object.assign(document.createElement('button'), {
    ...{ type: 'button', textContent: says, className: 'govuk-button govuk-button--secondary rb-map__fresh' },
  })
  button.addEventListener('click', () => void show().catch(() => {}))
  one('news').replaceChildren(button)
}

new EventSource('/live/patterns').onmessage = ({ data }) => hear(JSON.parse(data))
