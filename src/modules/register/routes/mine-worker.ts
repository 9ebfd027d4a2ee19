import { defineWorker } from '#http'

/** Keeps the installed page, and shows its messages. */
export default defineWorker({
  url: '/mine-worker.js',
  summary: 'The script by which an installed page works without a network and shows messages',
  file: new URL('../web/mine-worker.js', import.meta.url),
})
