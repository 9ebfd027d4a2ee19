// Shows an alert on the officer's device, and opens the page on a tap. It keeps nothing.
self.addEventListener('push', (event) => {
  const { title, text } = event.data?.json() ?? { title: 'Ringback', text: 'Open Ringback.' }
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: 'patrol', renotify: true }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow('/staff/patrol'))
})
