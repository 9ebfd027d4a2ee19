import { Readable } from 'node:stream'
import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { newestNumber } from '../followers.ts'
import type { Blocklist } from '../views/blocklist.ts'
import { snapshot } from '../write-snapshot.ts'

/** Each holds a connection to the database for as long as its reader takes. */
const mostAtOnce = 4
let open = 0

/** The whole blocklist as of one number, for a node that begins or has lost its place. */
export default defineRoute<Blocklist>()({
  method: 'GET',
  url: '/api/blocklist/snapshot',
  summary: 'The whole blocklist as of one number, signed; gzipped when asked for (docs/guide/feed.md)',
  who: { act: 'look', record: 'blocklist' },
  purpose: 'block-handset',
  limitPerMinute: 30,
  produces: 'application/x-ndjson',
  reply: z.string(),

  async handle(_, { db, now, audit, tenant, feedKey }) {
    if (open >= mostAtOnce)
      return problem('too-many-requests', {
        detail: 'Several nodes take the list just now. Ask again in ten seconds.',
        headers: { 'retry-after': '10' },
      })
    await audit('look', `blocklist/snapshot-${await newestNumber(db)}`)
    const stream = Readable.from(snapshot(db, { operator: tenant, feedKey, now }), {
      objectMode: true,
      highWaterMark: 2,
    })
    open += 1
    return stream.once('close', () => {
      open -= 1
    })
  },
})
