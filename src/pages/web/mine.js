// Opens the page by a passkey, keeps one, takes pushes, and keeps the page of what to do without a network. Without this
// file the page takes a code, and stops the phone by it.
const says = document.querySelector('[data-mine-says]')
const { startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser
const { offer, subscription } = globalThis.RingbackOffer
const opened = document.querySelector('[data-mine-open]')

const tell = (words) => {
  says.textContent = words
}

const worker = () => navigator.serviceWorker.register('/mine-worker.js', { scope: '/mine' })

if (window.PublicKeyCredential)
  for (const form of document.querySelectorAll('[data-passkey]')) {
    const optionsJSON = JSON.parse(form.dataset.options)
    const ask = form.dataset.passkey === 'create' ? startRegistration : startAuthentication
    offer(
      form,
      'credential',
      () => ask({ optionsJSON }),
      () => tell('Your device did not do it. Try again, or use your code.'),
    )
  }

for (const form of document.querySelectorAll('[data-push]'))
  if (form.dataset.push && 'PushManager' in window)
    offer(
      form,
      'subscription',
      () => subscription(form.dataset.push, worker),
      () => tell('This device shows no messages of ours.'),
    )

if (opened && 'serviceWorker' in navigator) void worker().catch(() => {})

// What the page asks a passkey holds for ten minutes. An app that lies open longer must not cost a victim a second try.
const freshMs = 8 * 60_000
const from = Date.now()
document.addEventListener('visibilitychange', () => {
  if (!opened && document.visibilityState === 'visible' && Date.now() - from > freshMs) location.replace('/mine')
})
