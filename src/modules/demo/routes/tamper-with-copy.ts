import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { isPretendCase, type PretendCaseTables } from '../pretend-case.ts'
import { tamperWithCopy } from '../tamper.ts'

/** One word of a pretend report is changed in a throwaway copy of the ledger, and `verify` names the row. */
export default defineRoute<PretendCaseTables>()({
  method: 'POST',
  url: '/api/demo/thefts/:case/tamper',
  summary: 'Demo only: change a copy of the record, and let verify find it',
  who: 'anyone',
  limitPerMinute: 12, // each reads the whole ledger twice
  params: z.strictObject({ case: CaseId }),
  reply: z.object({
    events: z.int().describe('how many events were read'),
    whole: z.boolean().describe('the copy was as it was sealed before it was changed'),
    findings: z.array(z.string()).readonly().describe('what verify says of the changed copy'),
  }),

  // Nothing of a person leaves: verify names rows. So it needs no audit, whose transaction would be in the way of its own.
  async handle({ case: theft }, { db }) {
    return (await isPretendCase(db, theft)) ? tamperWithCopy(db, theft) : problem('not-found')
  },
})
