// Makes the officer's page live: alerts appear by themselves, the device tells where it is, and it takes pushes.
// Everything here can also be done by the forms and a reload.
const page = document.querySelector('[data-patrol]')
const says = document.querySelector('[data-patrol-says]')
const { officer, key, shift, force } = page.dataset

const tell = (words) => {
  says.textContent = words
}

const send = (url, body) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'ringback-purpose': 'respond-to-theft' },
    body: JSON.stringify(body),
  })

/** As the server gave it: what is told here changes it. */
let given = document.querySelector('[data-patrol-alerts]')?.innerHTML

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (!answer?.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-patrol-alerts]')
  const shown = document.querySelector('[data-patrol-alerts]')
  if (!fresh || !shown || fresh.innerHTML === given) return
  given = fresh.innerHTML
  shownAt = performance.now()
  const focused = document.activeElement?.id
  shown.innerHTML = given
  if (focused) document.getElementById(focused)?.focus()
  tellLeft()
}

/** How long to stay, counted from when the device came there. The page says until when; this device’s own clock may be wrong. */
let shownAt = performance.now()
function tellLeft() {
  const left = document.querySelector('[data-left]')
  if (!left) return
  const minutes = Math.ceil((Number(left.dataset.left) - (performance.now() - shownAt) / 1000) / 60)
  left.textContent =
    minutes > 0 ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} to go.` : 'Long enough. You can walk on.'
}

function listen(topic) {
  const updates = new EventSource(`/live/${topic}`)
  updates.onmessage = () => refresh()
  // The server ends a stream that is no longer allowed: a plain reload then says why.
  updates.onerror = () => {
    if (updates.readyState === EventSource.CLOSED) tell('This page no longer updates by itself. Reload it.')
  }
}

/** Half a minute between positions is enough to be found, and spares the battery. */
const paceMs = 30_000
const retryMs = 5000

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Where the device is now. A provider that says nothing is given up after ten seconds, so that it is asked again. */
const whereNow = () =>
  new Promise((resolve, reject) => {
    const options = { enableHighAccuracy: true, maximumAge: 15_000, timeout: 10_000 }
    navigator.geolocation.getCurrentPosition(resolve, reject, options)
  })

const known = 'We know where you are. We forget it 30 minutes after the last update.'
const unknown = 'We do not know yet where you are. We try again. You can type a place instead.'
const counted = 'No connection. How long you stay at a stop is kept here, and sent later.'

/** Says whether we now know where the device is. Throws when its owner does not let it tell. */
async function sayWhere() {
  const at = await whereNow().catch((error) => {
    if (error.code === GeolocationPositionError.PERMISSION_DENIED) throw error
  })
  if (!at) return unknown
  const { longitude: lon, latitude: lat, accuracy } = at.coords
  const { tour } = globalThis // tour.js, on the page of a tour: what is untold goes first, or it would count for nothing
  await tour?.tellUntold()
  const answer = await send('/api/patrol/position', { lon, lat, accuracyMetres: Math.ceil(accuracy) }).catch(() => {})
  await tour?.seen({ lon, lat, accuracy, isTold: Boolean(answer?.ok) })
  return answer?.ok ? known : tour && !answer ? counted : unknown
}

async function share(button) {
  button.hidden = true // the next stop takes its place
  try {
    for (;;) {
      const said = await sayWhere()
      tell(said)
      if (force) await refresh()
      await pause(said === unknown ? retryMs : paceMs)
    }
  } catch {
    button.hidden = false
    tell('This device does not tell where it is. Type a place instead.')
  }
}

async function takePushes(button) {
  if ((await Notification.requestPermission()) !== 'granted')
    return tell('This device does not show alerts. Keep this page open.')
  await navigator.serviceWorker.register('/staff/patrol-worker.js', { scope: '/staff/patrol' })
  const worker = await navigator.serviceWorker.ready
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const answer = await send('/api/patrol/device', subscription.toJSON())
  button.disabled = answer.ok
  tell(answer.ok ? 'This device shows alerts until your shift ends.' : 'This device was not taken. Try again.')
}

const offer = (name, possible, act) => {
  const button = document.querySelector(`[data-patrol-${name}]`)
  if (!button || !possible) return
  button.hidden = false
  button.addEventListener('click', () =>
    Promise.resolve(act(button)).catch(() => tell('That did not work. Try again.')),
  )
}

if (shift) {
  listen(`duty/${officer}`)
  if (force) {
    listen(`fences/${force}`)
    tellLeft()
    setInterval(tellLeft, 10_000)
  }
  offer('share', 'geolocation' in navigator, share)
  offer('push', key && 'PushManager' in window && 'serviceWorker' in navigator, takePushes)
}
