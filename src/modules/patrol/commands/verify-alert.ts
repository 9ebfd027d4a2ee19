import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { alertedCase, hidesPlace, isOver, isVerified } from '../alerted-case.ts'
import { AlertVerified } from '../events/alert-verified.ts'
import { refusals } from '../refusals.ts'

/** Makes the last alert of a case verified once the proof is there: usually seconds after the report. */
export const verifyAlert = defineCommand('verify-alert', {
  input: z.object({ case: CaseId }),
  refusals: {
    ...refusals,
    'not-proved': { status: 409, says: 'The proof of this case is not strong enough for that.' },
  },
  stream: (input) => `case/${input.case}`,
  state: alertedCase,

  decide({ case: theftId }, { alerts, theft, description }, { now }) {
    const last = alerts.at(-1)
    if (!last || last.verified) return refuse('no-alert')
    if (theft.ended || isOver(last, now)) return refuse('alert-over')
    if (!theft.standing || hasLapsed(theft.standing, now) || !isVerified(theft) || hidesPlace(theft))
      return refuse('not-proved')
    return [AlertVerified.of({ case: theftId, alert: last.alert, ...(description && { description }) })]
  },
})
