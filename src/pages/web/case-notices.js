// Lets this browser take notices of a case. Without this file the page says where else we can write.
const { offer, subscription } = globalThis.RingbackOffer
const form = document.querySelector('[data-push]')
const worker = () => navigator.serviceWorker.register('/case-worker.js', { scope: '/case' })

if (form?.dataset.push && 'PushManager' in window && 'serviceWorker' in navigator) {
  const cannot = document.querySelector('[data-cannot]')
  cannot.hidden = true
  offer(
    form,
    'subscription',
    () => subscription(form.dataset.push, worker),
    () => {
      cannot.hidden = false
    },
  )
}
