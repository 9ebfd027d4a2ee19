import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { defineRoute } from '#http'

const picture = readFileSync(new URL('../web/mine-icon.png', import.meta.url))

/** The icon on a home screen; iOS takes no other form than PNG. */
export default defineRoute()({
  method: 'GET',
  url: '/mine-icon.png',
  summary: 'The icon of the page of a trusted person',
  who: 'anyone', // it holds no record
  produces: 'image/png',
  reply: z.string(),
  handle: () => Readable.from([picture]),
})
