import { z } from 'zod'
import { defineRoute } from '#http'
import { afterNumber } from '../after-number.ts'
import { readExceptions } from '../read-exceptions.ts'
import { beginAgain, saidOfExceptions } from '../say.ts'
import type { Exceptions } from '../views/exceptions.ts'
import { exceptionsTopic } from '../vocabulary.ts'

/** The second feed: what stands beside the list. Pairings go to the operator of the SIM only, rules to all. */
export default defineRoute<Exceptions>()({
  method: 'GET',
  url: '/api/blocklist/exceptions',
  summary:
    'Pairings of your own SIMs, and rules for models and ranges: the changes after a number (docs/guide/feed.md)',
  who: { act: 'look', record: 'blocklist' },
  purpose: 'block-handset',
  limitPerMinute: 6000,
  query: z.object(afterNumber),
  produces: 'application/x-ndjson',
  reply: z.string(),

  async handle({ after, wait, hash }, { db, now, audit, tenant, feedKey, bell: openBell }) {
    const bell = openBell(exceptionsTopic) // before the first look, so that nothing falls between the two
    try {
      const ask = { operator: tenant, after, hash }
      const until = now().getTime() + wait * 1000
      let batch = await readExceptions(db, ask)
      // A pairing of another operator rings too.
      while (!('wrong' in batch) && batch.last === after && now().getTime() < until) {
        if (!(await bell.rung(until - now().getTime()))) break
        batch = await readExceptions(db, ask)
      }
      if ('wrong' in batch) return beginAgain(batch)
      if (batch.last > after) await audit('look', `blocklist-exceptions/${batch.first}-${batch.last}`)
      return saidOfExceptions(batch, { operator: tenant, feedKey, now })
    } finally {
      bell.stop()
    }
  },
})
