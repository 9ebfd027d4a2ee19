import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defineRoute } from '#http'

const script = readFileSync(new URL('../web/mine-worker.js', import.meta.url), 'utf8')

/** The service worker of the installed page. A browser wants it beside the address that it serves, so it is no hashed asset. */
export default defineRoute()({
  method: 'GET',
  url: '/mine-worker.js',
  summary: 'The script by which an installed page works without a network and shows messages',
  who: 'anyone', // it holds no record
  produces: 'text/javascript; charset=utf-8',
  reply: z.string(),
  handle: () => script,
})
