import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defineRoute } from '#http'

const script = readFileSync(new URL('../web/worker.js', import.meta.url), 'utf8')

/** The service worker that shows alerts. A browser wants it below the address that it serves, so it is no hashed asset. */
export default defineRoute()({
  method: 'GET',
  url: '/staff/patrol-worker.js',
  summary: 'The script by which an officer’s device shows alerts',
  who: 'anyone', // it holds no record
  produces: 'text/javascript; charset=utf-8',
  reply: z.string(),
  handle: () => script,
})
