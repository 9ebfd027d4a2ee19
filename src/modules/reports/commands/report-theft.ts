import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { type CloneSign, cloneSigns, means, raised } from '#lib/proof'
import { Slug } from '#lib/slug'
import { stopsOwed } from '#modules/response/public'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { situation } from '../situation.ts'
import { channels, methods } from '../vocabulary.ts'

const partners = z.array(Slug).max(500).readonly()
/** Everybody who can be asked (`partiesOf`). */
export const PartiesInput = z.object({
  operators: partners,
  home: partners,
  makers: partners,
  banks: partners,
  mail: partners.default([]),
  exchanges: partners.default([]),
  identities: partners.default([]),
  forces: partners,
})

/** Reports a theft. What the reporter can show decides what is owed to whom (proof ladder, docs/adr/0016). */
export const reportTheft = defineCommand('report-theft', {
  input: z.object({
    case: CaseId,
    channel: z.enum(channels),
    means: z.enum(means),
    line: VaultRef.optional(),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).max(4),
    method: z.enum(methods),
    place: VaultRef.optional(),
    description: VaultRef.optional(),
    force: Slug.optional(),
    safeMode: z.boolean().default(false),
    mayLocate: z.boolean().default(false),
    danger: z.boolean().optional(),
    /** Why one of the numbers is thought to be on two phones. */
    clone: z.array(z.enum(cloneSigns)).default([]),
    parties: PartiesInput,
  }),
  refusals: {
    'already-reported': { status: 409, says: 'This theft has been reported. Open the case to see what was done.' },
    'nothing-to-stop': { status: 422, says: 'Give the phone number or the IMEI, so that something can be stopped.' },
    'one-theft-one-case': {
      status: 409,
      says: 'This phone has been reported already. Your report was added to the first one.',
    },
    'claims-used-up': refusals['claims-used-up'],
  },
  // One theft reported through two channels at once is one case (B07): the view's key decides who was first.
  conflicts: { open_case_pkey: 'one-theft-one-case' },
  stream: (input) => `case/${input.case}`,
  begins: true,
  // Partners may join, and a vault reference is new, between a request and its repetition.
  keyed: ({ parties: _, place: __, description: ___, force: ____, mayLocate: _____, clone: ______, ...report }) =>
    report,
  state: theftCase,

  decide({ parties, clone, ...report }, known, { now }) {
    if (known.standing) return refuse('already-reported')
    if (!report.line && report.imeis.length === 0) return refuse('nothing-to-stop')
    const standing = raised(undefined, report.means, now)
    const conflicts = clone.length > 0 ? (['suspected-clone'] as const) : []
    const after = situation(
      report.case,
      { ...known, ...report, lost: report.method === 'lost', conflicts, standing },
      parties,
    )
    const lapse = standing.until === undefined ? {} : { until: standing.until }
    const reported = { ...report, ...lapse, reviewBy: reviewOf(now) }
    const events = clone.length > 0 ? inDoubt(reported, clone) : [TheftReported.of(reported)]
    return { events, owes: stopsOwed(undefined, after, now) }
  },
})

type Reported = Parameters<typeof TheftReported.of>[0]

/** The doubt comes before the handset: whoever follows the case knows of the one before they act on the other. */
function inDoubt({ imeis, ...report }: Reported, signs: CloneSign[]) {
  const { case: theft, means, handset, until, reviewBy } = report
  return [
    TheftReported.of({ ...report, imeis: [] }),
    ConflictFound.of({ case: theft, conflict: 'suspected-clone', signs }),
    ProofShown.of({ case: theft, means, handset, until, reviewBy, imeis }),
  ]
}
