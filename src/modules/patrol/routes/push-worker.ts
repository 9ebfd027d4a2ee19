import { defineWorker } from '#http'

/** Shows alerts to officers. */
export default defineWorker({
  url: '/staff/patrol-worker.js',
  summary: 'The script by which an officer’s device shows alerts',
  file: new URL('../web/worker.js', import.meta.url),
})
