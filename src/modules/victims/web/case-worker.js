// Shows the notices that a victim asked for in their own browser. It keeps nothing, and a tap opens nothing new: it goes to a page
// of ours that is open already, if there is one.
self.addEventListener('push', (event) => {
  const { title, text } = event.data?.json() ?? { title: 'Ringback', text: 'There is news. Open your page.' }
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: 'case', renotify: true }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(([open]) => open?.focus()))
})
