import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { type CloneSign, type Conflict, cloneSigns, means, raised } from '#lib/proof'
import { Slug } from '#lib/slug'
import { stopsOwed } from '#modules/response/public'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { TheftReported } from '../events/theft-reported.ts'
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
    before: CaseId.optional(),
    /** The case that it had joined by itself. */
    apart: CaseId.optional(),
    /** Why one of the numbers is thought to be on two phones. */
    clone: z.array(z.enum(cloneSigns)).default([]),
    /** The number was told by voice, and nothing yet says that it was heard right. */
    hearsay: z.boolean().default(false),
    readBack: z.boolean().optional(),
    /** An officer on patrol saw it happen: nobody would have been there without the patrol. */
    foundByPatrol: z.boolean().optional(),
    lineProvedAt: z.iso.datetime().optional(),
    parties: PartiesInput,
  }),
  refusals: {
    'already-reported': { status: 409, says: 'This theft has been reported. Open the case to see what was done.' },
    'nothing-to-stop': { status: 422, says: 'Give the phone number or the IMEI, so that something can be stopped.' },
    'one-theft-one-case': {
      status: 409,
      says: 'This phone has been reported already. Your report was added to the first one.',
    },
  },
  // One theft reported through two channels at once is one case (B07): the view's key decides who was first.
  conflicts: { open_case_pkey: 'one-theft-one-case' },
  stream: (input) => `case/${input.case}`,
  begins: true,
  // Partners may join, and a vault reference is new, between a request and its repetition.
  keyed: ({ parties: _, place: __, description: ___, force: ____, mayLocate: _____, ...report }) => {
    const { clone: ______, lineProvedAt: _______, before: ________, ...said } = report
    return said
  },
  state: theftCase,

  decide({ parties, clone, hearsay, ...report }, known, { now }) {
    if (known.standing) return refuse('already-reported')
    if (!report.line && report.imeis.length === 0) return refuse('nothing-to-stop')
    const standing = raised(undefined, report.means, now)
    const doubts = doubtsOf(clone, hearsay && report.line !== undefined)
    const conflicts = doubts.map(({ conflict }) => conflict)
    const after = situation(
      report.case,
      { ...known, ...report, lost: report.method === 'lost', conflicts, standing },
      parties,
    )
    const lapse = standing.until === undefined ? {} : { until: standing.until }
    const reported = { ...report, ...lapse, reviewBy: reviewOf(now) }
    const events = doubts.length > 0 ? inDoubt(reported, doubts) : [TheftReported.of(reported)]
    return { events, owes: stopsOwed(undefined, after, now) }
  },
})

type Reported = Parameters<typeof TheftReported.of>[0]
type Doubt = { readonly conflict: Conflict; readonly signs?: CloneSign[] }

const doubtsOf = (signs: CloneSign[], isUnconfirmed: boolean): Doubt[] => [
  ...(signs.length > 0 ? [{ conflict: 'suspected-clone' as const, signs }] : []),
  ...(isUnconfirmed ? [{ conflict: 'number-unconfirmed' as const }] : []),
]

/** The doubt comes before the handset: whoever follows the case knows of the one before they act on the other. */
function inDoubt({ imeis, ...report }: Reported, doubts: readonly Doubt[]) {
  const { case: theft, means, handset, until, reviewBy } = report
  return [
    TheftReported.of({ ...report, imeis: [] }),
    ...doubts.map((doubt) => ConflictFound.of({ case: theft, ...doubt })),
    ...(imeis.length > 0 ? [ProofShown.of({ case: theft, means, handset, until, reviewBy, imeis })] : []),
  ]
}
