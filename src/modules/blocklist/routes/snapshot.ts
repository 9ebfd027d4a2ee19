import { Readable } from 'node:stream'
import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { newestNumber } from '../followers.ts'
import { beginReading, enoughReadings } from '../long-readings.ts'
import type { Blocklist } from '../views/blocklist.ts'
import { snapshot } from '../write-snapshot.ts'

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
    const end = beginReading(tenant)
    if (!end) return problem('too-many-requests', enoughReadings)
    try {
      await audit('look', `blocklist/snapshot-${await newestNumber(db)}`)
      const pages = snapshot(db, { operator: tenant, feedKey, now })
      return Readable.from(pages, { objectMode: true, highWaterMark: 2 }).once('close', end)
    } catch (fault) {
      end()
      throw fault
    }
  },
})
