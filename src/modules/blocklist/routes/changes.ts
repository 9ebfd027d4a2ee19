import { z } from 'zod'
import { defineRoute } from '#http'
import { Slug } from '#lib/slug'
import { afterNumber } from '../after-number.ts'
import { confirm, type FollowerTables } from '../followers.ts'
import { readBatch } from '../read-batch.ts'
import { said, snapshotNeeded } from '../say.ts'
import { topic } from '../vocabulary.ts'

/** The feed: the changes of the blocklist after a number. A node asks with what it has, and so confirms it. */
export default defineRoute<FollowerTables>()({
  method: 'GET',
  url: '/api/blocklist/changes',
  summary: 'The changes of the blocklist after a number, signed; waits for news when asked to (docs/guide/feed.md)',
  who: { act: 'look', record: 'blocklist' },
  purpose: 'block-handset',
  limitPerMinute: 6000,
  query: z.object({
    ...afterNumber,
    proofs: z.enum(['each', 'none']).default('each').describe('inclusion proofs: none to catch up fast'),
    seal: z
      .enum(['jointly', 'none'])
      .default('none')
      .describe('jointly: one proof for all of them, in place of proofs'),
    node: Slug.optional().describe('which of your nodes asks, where you have several'),
  }),
  produces: 'application/x-ndjson',
  reply: z.string(),

  async handle({ after, wait, hash, proofs, seal, node = '' }, { db, now, audit, tenant, feedKey, bell: openBell }) {
    const bell = openBell(topic) // before the first look, so that nothing falls between the two
    try {
      const ask = { after, hash, proofs: seal === 'jointly' ? seal : proofs }
      let batch = await readBatch(db, ask)
      if ('wrong' in batch) return snapshotNeeded(batch)
      await confirm(db, { operator: tenant, node, now: now() }, after)
      if (batch.last === after && wait > 0 && (await bell.rung(wait * 1000))) batch = await readBatch(db, ask)
      if ('wrong' in batch) return snapshotNeeded(batch)
      if (batch.last > after) await audit('look', `blocklist/${batch.first}-${batch.last}`)
      return said(batch, { operator: tenant, feedKey, now })
    } finally {
      bell.stop()
    }
  },
})
