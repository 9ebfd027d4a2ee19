import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { VaultRef } from '#platform/vault-ref'
import { HandsetLocated } from '../events/handset-located.ts'

type Consent = { readonly reported: boolean; readonly mayLocate: boolean; readonly ended: boolean }

const consent = fold<Consent>({ reported: false, mayLocate: false, ended: false }, (on) => [
  on(TheftReported, (state, { mayLocate }) => ({ ...state, reported: true, mayLocate })),
  on(ReportWithdrawn, (state) => ({ ...state, ended: true })),
  on(CaseClosed, (state) => ({ ...state, ended: true })),
  on(OwnerFound, (state) => ({ ...state, ended: true })), // police have the handset: where it is, is known
])

/** Notes where the handset is. Without the owner's consent, and after the case, no position is kept, whoever tells one (B66). */
export const locateHandset = defineCommand('locate-handset', {
  input: z.object({ case: CaseId, place: VaultRef, by: Slug }),
  refusals: {
    'not-to-locate': { status: 403, says: 'The owner has not agreed to this, or the case has ended.' },
  },
  stream: (input) => `case/${input.case}`,
  state: consent,

  decide(located, { reported, mayLocate, ended }) {
    return reported && mayLocate && !ended ? [HandsetLocated.of(located)] : refuse('not-to-locate')
  },
})
