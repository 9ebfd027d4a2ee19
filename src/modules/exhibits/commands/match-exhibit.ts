import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { CaseMatched } from '../events/case-matched.ts'
import { exhibit } from '../exhibit.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId, finders } from '../vocabulary.ts'

/** Says to which case a seized handset belongs, now that exactly one names it (`lookUp`). */
export const matchExhibit = defineCommand('match-exhibit', {
  input: z.object({ exhibit: ExhibitId, case: CaseId, by: z.enum(finders) }),
  refusals: {
    'no-exhibit': refusals['no-exhibit'],
    'already-returned': refusals['already-returned'],
    'case-known': { status: 409, says: 'This phone is known to belong to this case.' },
  },
  stream: (input) => `exhibit/${input.exhibit}`,
  state: exhibit,

  decide(match, { seizedAt, heldBy, case: theft }) {
    if (!seizedAt) return refuse('no-exhibit')
    if (heldBy === 'owner') return refuse('already-returned')
    return theft === match.case ? refuse('case-known') : [CaseMatched.of({ ...match, seizedAt })]
  },
})
