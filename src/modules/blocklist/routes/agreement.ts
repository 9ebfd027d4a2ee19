import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { allTacs, mostTacs } from '#lib/feed/sums'
import { Tac } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { compare } from '../compare.ts'
import { type FollowerTables, noteAgreement } from '../followers.ts'
import { beginReading, enoughReadings } from '../long-readings.ts'

const Sum = z.strictObject({
  tac: Tac,
  count: z.int().min(1),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 over the lines of its listed keys, ascending'),
})

/** Both sides prove that they list the same, or learn under which TACs they do not. */
export default defineRoute<FollowerTables>()({
  method: 'POST',
  url: '/api/blocklist/agreement',
  summary:
    'Say what your node lists, TAC by TAC, and learn where it differs from what is listed here (docs/guide/feed.md)',
  who: { act: 'look', record: 'blocklist' },
  purpose: 'block-handset',
  limitPerMinute: 12,
  bodyLimit: 16 * 1_048_576,
  body: z.strictObject({
    from: Tac.optional().describe('the first TAC that this is about, where it is not about all'),
    to: Tac.optional().describe('the last TAC that this is about'),
    differed: z.int().min(0).default(0).describe('TACs that differed in the runs before this one'),
    no: z.int().min(0).describe('the number up to which your node has taken the changes'),
    node: Slug.optional().describe('which of your nodes this is, where you have several'),
    tacs: z.array(Sum).max(mostTacs).describe('every TAC from the first to the last under which it lists a handset'),
  }),
  reply: z.object({
    no: z.int().describe('the last number here'),
    count: z.int().describe('keys that are listed here from the first TAC to the last'),
    hash: z.string().describe('SHA-256 over the lines `tac count hash` of these TACs here, ascending'),
    agrees: z.boolean(),
    differ: z
      .array(z.object({ tac: z.string(), count: z.int(), hash: z.string() }))
      .describe('TACs that differ, as they are here; count 0 where nothing is listed here'),
    changed: z.array(z.string()).describe('TACs in which something changed after your number: not judged'),
  }),

  async handle({ no, node = '', tacs, differed, ...range }, { db, now, audit, tenant }) {
    const run = { from: range.from ?? allTacs.from, to: range.to ?? allTacs.to }
    if (tacs.some(({ tac }) => tac < run.from || tac > run.to)) return problem('invalid-input', outside)
    const end = beginReading(tenant)
    if (!end) return problem('too-many-requests', enoughReadings)
    try {
      await audit('look', `blocklist/agreement-${no}`)
      const found = await compare(db, { no, tacs }, run)
      const differs = differed + found.differ.length
      // Until its last run a node has not said all, and nobody can say that both agree.
      if (run.to === allTacs.to)
        await noteAgreement(db, { operator: tenant, node, now: now() }, { confirmed: no, differs })
      return { ...found, agrees: found.differ.length === 0, differ: [...found.differ], changed: [...found.changed] }
    } finally {
      end()
    }
  },
})

const outside = { detail: 'A TAC stands outside of the run that you name: see `from` and `to`.' }
