import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { type Imei, keysOf } from '#lib/imei/imei'
import { refusals, theftCase } from '#modules/reports/public'
import { SimPaired } from '../events/sim-paired.ts'
import { Paired, pairingReviewAt } from './pair-sim.ts'

/**
 * An operator that blocked a handset heard other SIMs under its number in the very hours in which the line's own was heard: they are in
 * another phone, and may go on using the number. Nobody appealed.
 */
export const spareSims = defineCommand('spare-sims', {
  input: Paired.omit({ appeal: true }).extend({ case: CaseId }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'another-handset': { status: 409, says: 'These SIMs use no number that this case blocks.' },
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ sims: named, ...pair }, { standing, ended, closedFor, imeis }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended && closedFor !== 'no-lead-left') return refuse('case-ended')
    const blocked: readonly string[] = keysOf(imeis as readonly Imei[])
    const sims = named.filter(({ imei }) => keysOf([imei]).some((key) => blocked.includes(key)))
    return sims.length === 0
      ? refuse('another-handset')
      : [SimPaired.of({ ...pair, sims, reviewBy: pairingReviewAt(now) })]
  },
})
