import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { OwnNumberSaid } from '../events/own-number-said.ts'
import { looked } from '../looked.ts'
import { mostOwn, StaffId } from '../vocabulary.ts'

/** Takes which number is a member of staff's own. It is not taken back: a look of last week is still one of their own case. */
export const sayOwnNumber = defineCommand('say-own-number', {
  input: z.object({ staff: StaffId, line: VaultRef }),
  refusals: {
    'said-already': { status: 409, says: 'You have told us this number.' },
    'own-many': { status: 409, says: 'You have told us four numbers. Ask whoever keeps the system to look at them.' },
  },
  stream: (input) => `staff/${input.staff}`,
  state: looked,

  decide(said, { own }) {
    if (own.includes(said.line)) return refuse('said-already')
    return own.length < mostOwn ? [OwnNumberSaid.of(said)] : refuse('own-many')
  },
})
