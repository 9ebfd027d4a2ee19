import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { ContactEnded } from '../events/contact-ended.ts'
import { told } from '../told.ts'

/** Ends notices to browsers: to one that is gone, or to all that the holder of a code asked for. Nobody ends those of another code. */
export const endContact = defineCommand('end-contact', {
  input: z.union([
    z.object({ case: CaseId, contact: VaultRef, why: z.literal('gone') }),
    z.object({ case: CaseId, access: VaultRef, why: z.literal('withdrawn') }),
  ]),
  refusals: { 'no-browser': { status: 409, says: 'No browser takes notices of this case for you.' } },
  stream: (input) => `case/${input.case}`,
  state: told,

  decide(ending, { contacts }) {
    const ended = contacts.filter(
      ({ ref, access, push }) => push && ('contact' in ending ? ref === ending.contact : access === ending.access),
    )
    if (ended.length === 0) return refuse('no-browser')
    return ended.map(({ ref }) => ContactEnded.of({ case: ending.case, contact: ref, why: ending.why }))
  },
})
