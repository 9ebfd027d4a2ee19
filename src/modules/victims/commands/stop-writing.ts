import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { accesses } from '../accesses.ts'
import { ContactEnded } from '../events/contact-ended.ts'
import { isTheirs } from '../own-contacts.ts'
import { told } from '../told.ts'

/** Ends what is written to one contact, for whoever gave it. Also once the case has ended: its last words go out later. */
export const stopWriting = defineCommand('stop-writing', {
  input: z.object({ case: CaseId, contact: VaultRef, access: VaultRef }),
  refusals: { 'not-their-contact': { status: 409, says: 'We do not write there for you.' } },
  stream: (input) => `case/${input.case}`,
  state: folds(told, accesses, ({ contacts }, given) => ({ contacts, given })),

  decide({ case: theft, contact, access }, { contacts, given }) {
    const found = contacts.some((one) => one.ref === contact && isTheirs(one, access, given))
    return found ? [ContactEnded.of({ case: theft, contact, why: 'withdrawn' })] : refuse('not-their-contact')
  },
})
