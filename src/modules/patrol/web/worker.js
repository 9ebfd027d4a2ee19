// Shows an alert on the officer's device, and opens the page on a tap. Keeps the officer's own tour, and nothing else, for as long as
// the server says in the page itself; of plain clothes it says so never (docs/adr/0038).
const shelf = 'tour'
const tour = '/staff/patrol/tour'
const patrol = '/staff/patrol'
/** A network that answers no sooner is as good as none: then the kept page is shown. */
const patienceMs = 1500

/** Answers that say: not you, or not any more. A server that is ill, or has too much to do, says nothing of that. */
const refuses = ({ status }) => [0, 401, 403, 404].includes(status)
const frame = /^(content-type|content-security-policy|permissions-policy|referrer-policy|cross-origin-.*|x-.*)$/

/** What the page needs to be shown. Their names carry their content, so they are fetched once. */
async function keepLook(kept, text) {
  for (const [, file] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g))
    if (!(await kept.match(file))) await kept.add(file)
}

/** Takes what the server answered for the tour: keeps it, or erases what was kept. */
async function take(answer) {
  const kept = await caches.open(shelf)
  const isPage = answer.ok && !answer.redirected
  const text = isPage ? await answer.text() : ''
  const seconds = Number(/ data-keep="(\d+)"/.exec(text)?.[1] ?? 0)
  if (seconds > 0) {
    await keepLook(kept, text)
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => frame.test(name)))
    headers['x-until'] = String(Date.now() + seconds * 1000)
    const shown = text.replace(' data-kept hidden', ' data-kept')
    await kept.put(tour, new Response(shown, { headers }))
  } else if (isPage) await caches.delete(shelf)
  else if (refuses(answer)) await kept.delete(tour)
}

/** The kept page, while the shift lasts. */
async function keptTour() {
  const page = await caches.open(shelf).then((kept) => kept.match(tour))
  if (page && Number(page.headers.get('x-until')) > Date.now()) return page
  if (page) await caches.delete(shelf)
  return undefined
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function showTour(event) {
  const asked = fetch(event.request)
  const taken = asked.then((answer) => take(answer.clone()))
  event.waitUntil(taken.catch(() => {}))
  if (event.request.mode !== 'navigate') return asked
  const kept = await keptTour()
  if (!kept) return asked
  const answer = await Promise.race([asked.catch(() => undefined), later(patienceMs)])
  return answer ?? kept
}

/** The page of alerts names people's thefts and is not kept. Without a network its address leads to the tour. */
async function showPatrol(event) {
  const asked = fetch(event.request)
  event.waitUntil(
    asked
      .then((answer) => answer.clone())
      .then(async (answer) => {
        if (refuses(answer)) await (await caches.open(shelf)).delete(tour)
        else if (answer.ok && !/ data-shift="[^"]/.test(await answer.text())) await caches.delete(shelf)
      })
      .catch(() => {}),
  )
  return asked.catch(async () => ((await keptTour()) ? Response.redirect(tour, 302) : Response.error()))
}

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A page that was open before this worker was: it asks to be kept.
self.addEventListener('message', (event) => event.waitUntil(fetch(tour).then(take)))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET') return
  if (pathname === tour) event.respondWith(showTour(event))
  else if (pathname === patrol && request.mode === 'navigate') event.respondWith(showPatrol(event))
  else if (pathname.startsWith('/assets/'))
    event.respondWith(caches.match(request, { cacheName: shelf }).then((file) => file ?? fetch(request)))
})

self.addEventListener('push', (event) => {
  const { title, text } = event.data?.json() ?? { title: 'Ringback', text: 'Open Ringback.' }
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: 'patrol', renotify: true }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow('/staff/patrol'))
})
