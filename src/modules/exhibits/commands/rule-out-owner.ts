import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { caseOfExhibit } from '../case-of-exhibit.ts'
import { OwnerRuledOut } from '../events/owner-ruled-out.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId } from '../vocabulary.ts'

/** Tells a case that an exhibit is not its handset after all: the exhibit was found to belong to another case. */
export const ruleOutOwner = defineCommand('rule-out-owner', {
  input: z.object({ case: CaseId, exhibit: ExhibitId }),
  refusals: { 'other-case': refusals['other-case'] },
  stream: (input) => `case/${input.case}`,
  state: caseOfExhibit,
  decide: (ruling, { found }) => (found.includes(ruling.exhibit) ? [OwnerRuledOut.of(ruling)] : refuse('other-case')),
})
