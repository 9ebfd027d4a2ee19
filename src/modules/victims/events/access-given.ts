import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A code and a word were given, with which the case page opens. Both are in the vault; the code alone opens nothing. */
export const AccessGiven = defineEvent('victims.access-given', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    access: VaultRef,
    claim: VaultRef.optional().describe('who its holder says they are'),
    checked: z.boolean().optional().describe('somebody looked at who they are: a call handler, an officer'),
    shown: z.boolean().optional().describe('it was given to who showed more than a number, such as a card'),
    report: CaseId.optional().describe('it was given for this report, which had joined the case'),
    joined: z
      .boolean()
      .optional()
      .describe('to who said a number that was in a case already: it opens nothing of that'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', access: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})
