// Opens the page by a passkey, keeps one, takes pushes, and keeps the page of what to do without a network. Without this
// file the page takes a code, and stops the phone by it.
const says = document.querySelector('[data-mine-says]')
const { startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser
const opened = document.querySelector('[data-mine-open]')

const tell = (words) => {
  says.textContent = words
}

/** Shows a form that only works with this file. What `answer` gives for it is sent in its field. */
function offer(form, field, answer, sorry) {
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector('button')
    button.disabled = true
    try {
      form.elements[field].value = JSON.stringify(await answer())
      form.submit()
    } catch {
      button.disabled = false
      tell(sorry)
    }
  })
}

const worker = () => navigator.serviceWorker.register('/mine-worker.js', { scope: '/mine' })

async function subscription(key) {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('not allowed')
  await worker()
  const { pushManager } = await navigator.serviceWorker.ready
  const { endpoint, keys } = (
    await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  ).toJSON()
  return { endpoint, keys }
}

if (window.PublicKeyCredential)
  for (const form of document.querySelectorAll('[data-passkey]')) {
    const optionsJSON = JSON.parse(form.dataset.options)
    const ask = form.dataset.passkey === 'create' ? startRegistration : startAuthentication
    offer(form, 'credential', () => ask({ optionsJSON }), 'Your device did not do it. Try again, or use your code.')
  }

for (const form of document.querySelectorAll('[data-push]'))
  if (form.dataset.push && 'PushManager' in window)
    offer(form, 'subscription', () => subscription(form.dataset.push), 'This device shows no messages of ours.')

if (opened && 'serviceWorker' in navigator) void worker().catch(() => {})

// What the page asks a passkey holds for ten minutes. An app that lies open longer must not cost a victim a second try.
const freshMs = 8 * 60_000
const from = Date.now()
document.addEventListener('visibilitychange', () => {
  if (!opened && document.visibilityState === 'visible' && Date.now() - from > freshMs) location.replace('/mine')
})
