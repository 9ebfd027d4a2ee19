import { defineWorker } from '#http'

/** Shows notices of a case. */
export default defineWorker({
  url: '/case-worker.js',
  summary: 'The script by which a victim’s own browser shows that there is news',
  file: new URL('../web/case-worker.js', import.meta.url),
})
