import { z } from 'zod'
import { defineCommand } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { refusals } from '../refusals.ts'
import { PartiesInput } from './report-theft.ts'
import { showProof } from './show-proof.ts'

/**
 * Takes the force's crime reference. It shows level 4, but for one case: where all that was shown is a name and birth date,
 * which an ex-partner knows too, and the force recorded the crime because we asked it to. Then the reference is kept and
 * proves no more than what it rests on; once the force gives it of its own accord, it counts.
 */
export const takeCrimeReference = defineCommand('take-crime-reference', {
  input: z.object({
    case: CaseId,
    force: Slug,
    reference: VaultRef,
    /** It came as the answer to our own request. */
    asked: z.boolean(),
    answers: z.int().positive().optional(),
    parties: PartiesInput,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'asked-apart': refusals['asked-apart'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, reference: __, ...taken }) => taken,
  state: showProof.state,

  decide({ case: theft, force, reference, asked, answers, parties }, state, context) {
    const echo = asked && state.known.standing?.means === 'operator-knowledge'
    const shown = { case: theft, by: force, document: reference, answers, imeis: [], parties }
    return showProof.decide(echo ? shown : { ...shown, means: 'crime-reference' }, state, context)
  },
})
