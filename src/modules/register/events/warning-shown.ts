import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** The stolen-goods warning was shown to somebody about to buy the handset of a case; nothing says who (B64). */
export const WarningShown = defineEvent('register.warning-shown', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    answer: z.enum(['do-not-buy', 'wait']),
    to: z.enum(['buyer', 'dealer']),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', answer: 'do-not-buy', to: 'buyer' },
})
