import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { type PretendCaseTables, pretendStage } from '../pretend-case.ts'

const At = z.iso.datetime()

/** How the first minute of a pretend theft stands: receipts, what the networks say, sightings. */
export default defineRoute<PretendCaseTables>()({
  method: 'GET',
  url: '/api/demo/thefts/:case',
  summary: 'Demo only: a pretend theft with its receipts, what each network says of the phone now, and its sightings',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  params: z.strictObject({ case: CaseId }),
  reply: z.object({
    case: CaseId,
    reportedAt: At,
    imeis: z.array(z.string()).readonly(),
    lanes: z
      .array(
        z.object({
          kind: z.string(),
          partner: z.string(),
          state: z.string(),
          sent: At.nullable(),
          confirmed: At.nullable(),
          ms: z.number().nullable().describe('from the report to the signed yes'),
        }),
      )
      .readonly(),
    networks: z
      .array(
        z.object({
          name: z.string(),
          admits: z.boolean().optional().describe('whether it lets the phone in; absent: it does not answer'),
        }),
      )
      .readonly(),
    stoppedAfterMs: z.number().nullable().describe('from the report to the last operator’s signed block'),
    sightings: z.array(z.object({ how: z.string(), country: z.string(), at: At, notedAt: At })).readonly(),
    home: z.string().optional().describe('the operator of the number'),
  }),

  async handle({ case: theft }, context) {
    const stage = await pretendStage(context, theft)
    return stage ? { ...stage, case: theft } : problem('not-found')
  },
})
