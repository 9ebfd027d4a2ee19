import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A code that opens a case, with what is known of who holds it. */
export const LinkedCode = z.object({
  access: VaultRef,
  known: z.boolean(),
  claims: z.array(VaultRef).max(20).readonly(),
  bare: z.boolean().optional().describe('its holder said a number and showed nothing more'),
  joined: z.boolean().optional().describe('and the number was in a case already'),
})
export const LinkedContact = z.object({
  contact: VaultRef,
  confirmed: z.boolean(),
  access: VaultRef.optional(),
  push: z.boolean().optional().describe('it is a browser that takes notices'),
})

/**
 * A person found that two cases are one theft, or that they are two after all. It stands on both streams. The first one goes on; it
 * takes the codes and the contacts of the later one, which ends.
 */
export const CasesLinked = defineEvent('reports.cases-linked', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    other: CaseId,
    as: z.enum(['first', 'later']).describe('which of the two this case is'),
    same: z.boolean().describe('false: they were split again'),
    codes: z
      .array(LinkedCode)
      .max(10)
      .readonly()
      .optional()
      .describe('codes of the later case, which now open the first'),
    contacts: z.array(LinkedContact).max(20).readonly().optional().describe('where the later victim is written to'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    other: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    as: 'first',
    same: true,
    codes: [{ access: 'v_AAAAAAAAAAAAAAAAAAAAAA', known: true, claims: ['v_BBBBBBBBBBBBBBBBBBBBBA'] }],
    contacts: [{ contact: 'v_CCCCCCCCCCCCCCCCCCCCCA', confirmed: true, access: 'v_AAAAAAAAAAAAAAAAAAAAAA' }],
  },
})
