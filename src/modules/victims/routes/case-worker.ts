import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defineRoute } from '#http'

const script = readFileSync(new URL('../web/case-worker.js', import.meta.url), 'utf8')

/** The service worker that shows notices. A browser wants it beside the address that it serves, so it is no hashed asset. */
export default defineRoute()({
  method: 'GET',
  url: '/case-worker.js',
  summary: 'The script by which a victim’s own browser shows that there is news',
  who: 'anyone', // it holds no record
  produces: 'text/javascript; charset=utf-8',
  reply: z.string(),
  handle: () => script,
})
