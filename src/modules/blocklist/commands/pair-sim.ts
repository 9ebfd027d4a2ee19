import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { kept } from '#lib/kept'
import { Slug } from '#lib/slug'
import { refusals, theftCase } from '#modules/reports/public'
import { SimPaired } from '../events/sim-paired.ts'
import { MarkText } from '../vocabulary.ts'

const reviewMs = kept.simPairing.ms

/** When a person must look again at whether a pairing is still needed. */
export const pairingReviewAt = (now: string) => new Date(Date.parse(now) + reviewMs).toISOString()

/** What an operator has said of the SIM of an appeal that was granted. */
export const Paired = z.object({
  appeal: z.uuid(),
  operator: Slug,
  sims: z
    .array(z.object({ imei: Imei, mark: MarkText }))
    .min(1)
    .max(4),
  keyCheck: MarkText.optional(),
})

/** An operator has named the SIM of an appeal that was granted. */
export const pairSim = defineCommand('pair-sim', {
  input: Paired.extend({ case: CaseId }),
  refusals: { 'no-case': refusals['no-case'], 'case-ended': refusals['case-ended'] },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide(pair, { standing, ended, closedFor }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended && closedFor !== 'no-lead-left') return refuse('case-ended') // nothing is blocked by it any more
    return [SimPaired.of({ ...pair, reviewBy: pairingReviewAt(now) })]
  },
})
