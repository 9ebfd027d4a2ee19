// What the pages that a browser's own powers open have in common: a form that only works with a script, and where this browser
// takes pushes.
globalThis.RingbackOffer = {
  /** Shows a form. What `answer` gives for it is sent in its field; `sorry` is told when it gives nothing. */
  offer(form, field, answer, sorry) {
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
        sorry()
      }
    })
  },

  /** By the worker that shows them, once the browser's owner allows it. */
  async subscription(key, worker) {
    if ((await Notification.requestPermission()) !== 'granted') throw new Error('not allowed')
    await worker()
    const { pushManager } = await navigator.serviceWorker.ready
    const { endpoint, keys } = (
      await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
    ).toJSON()
    return { endpoint, keys }
  },
}
