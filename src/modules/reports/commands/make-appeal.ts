import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { appeal } from '../appeal.ts'
import { AppealMade } from '../events/appeal-made.ts'

/** Takes the word of somebody whose phone is refused. It lifts nothing before a person has decided. */
export const makeAppeal = defineCommand('make-appeal', {
  input: z.object({ appeal: z.uuid(), case: CaseId, claim: VaultRef, handset: VaultRef, line: VaultRef }),
  refusals: { 'appeal-made': { status: 409, says: 'We have this already. A person looks at it.' } },
  stream: (input) => `appeal/${input.appeal}`,
  begins: true,
  keyed: ({ appeal, case: theft }) => ({ appeal, theft }),
  state: appeal,
  decide: (made, { theft }) => (theft ? refuse('appeal-made') : [AppealMade.of(made)]),
})
