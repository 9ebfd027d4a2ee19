import { z } from 'zod'
import { defineCommand } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { means, raised } from '#lib/proof'
import { Slug } from '#lib/slug'
import { stopsOwed } from '#modules/response/public'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { openOr, situation } from '../situation.ts'
import { PartiesInput } from './report-theft.ts'

/** Shows more for a case: a stronger proof, or the handset's own numbers. Owes what that allows beyond what was owed. */
export const showProof = defineCommand('show-proof', {
  input: z.object({
    case: CaseId,
    means: z.enum(means),
    by: Slug.optional(),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).max(4).default([]),
    document: VaultRef.optional(),
    parties: PartiesInput,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, document: __, ...proof }) => proof,
  state: theftCase,

  decide({ parties, ...proof }, known, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    const standing = raised(open.standing, proof.means, now)
    const imeis = proof.imeis.length > 0 ? proof.imeis : open.imeis
    const lapse = standing.until === undefined ? {} : { until: standing.until }
    const before = situation(proof.case, open, parties)
    const after = situation(proof.case, { ...open, standing, imeis }, parties)
    const event = ProofShown.of({ ...proof, ...lapse, imeis: [...imeis] as Imei[], reviewBy: reviewOf(now) })
    return { events: [event], owes: stopsOwed(before, after, now) }
  },
})
