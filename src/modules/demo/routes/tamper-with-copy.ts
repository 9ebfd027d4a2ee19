import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { type PretendCaseTables, pretendStage } from '../pretend-case.ts'
import { tamperWithCopy } from '../tamper.ts'

/** One word of a pretend report is changed in a throwaway copy of the ledger, and `verify` names the row. */
export default defineRoute<PretendCaseTables>()({
  method: 'POST',
  url: '/api/demo/thefts/:case/tamper',
  summary: 'Demo only: change a copy of the record, and let verify find it',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 12, // each reads the whole ledger twice
  params: z.strictObject({ case: CaseId }),
  reply: z.object({
    events: z.int().describe('how many events were read'),
    whole: z.boolean().describe('the copy was as it was sealed before it was changed'),
    findings: z.array(z.string()).readonly().describe('what verify says of the changed copy'),
  }),

  async handle({ case: theft }, context) {
    if (!(await pretendStage(context, theft))) return problem('not-found')
    return tamperWithCopy(context.db, theft)
  },
})
