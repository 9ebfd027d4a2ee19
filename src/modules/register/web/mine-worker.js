// The installed page of a trusted person: shows pushes, and what to do without a network. It keeps that one page and its look,
// and nothing of anybody.
const shelf = 'mine'
const offline = '/mine/offline'

async function keepOffline() {
  const page = await fetch(offline, { cache: 'no-store' })
  const look = /href="(\/assets\/main[^"]*\.css)"/.exec(await page.clone().text())?.[1]
  const kept = await caches.open(shelf)
  await kept.put(offline, page)
  if (look) await kept.add(look)
}

self.addEventListener('install', (event) => {
  event.waitUntil(keepOffline().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(offline)))
  else if (request.destination === 'style')
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()))
})

self.addEventListener('push', (event) => {
  const { title, text } = event.data?.json() ?? { title: 'Ringback', text: 'Open Ringback.' }
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: 'mine', renotify: true }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow('/mine'))
})
