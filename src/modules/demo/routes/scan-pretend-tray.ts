import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { scanTheTray } from '../next-steps.ts'
import { type PretendCaseTables, pretendStage } from '../pretend-case.ts'

/** The pretend property store scans ten phones, the stolen one among them, by its own call to our API. */
export default defineRoute<PretendCaseTables>()({
  method: 'POST',
  url: '/api/demo/thefts/:case/tray',
  summary: 'Demo only: a pretend property store scans a tray in which the phone of a pretend theft lies',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 60,
  params: z.strictObject({ case: CaseId }),
  reply: z.object({
    tray: z
      .object({
        matched: z.int(),
        rows: z.array(z.object({ line: z.int(), state: z.string(), mine: z.boolean() })).readonly(),
      })
      .nullable()
      .describe('null: the pretend property store does not answer'),
  }),

  async handle({ case: theft }, context) {
    const stage = await pretendStage(context, theft)
    if (!stage) return problem('not-found')
    const tray = await scanTheTray(context.db, stage)
    return { tray: tray ?? null }
  },
})
