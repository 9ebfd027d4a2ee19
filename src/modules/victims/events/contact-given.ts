import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { sentChannels } from '../vocabulary.ts'

/** Where a victim wants to be told things in this case. Never the stolen number, until its operator replaced the SIM. */
export const ContactGiven = defineEvent('victims.contact-given', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    contact: VaultRef,
    by: z.enum(sentChannels),
    access: VaultRef.optional().describe('the code of who gave it; absent when the unit wrote it down'),
    confirmed: z.boolean().describe('the victim says that nobody else reads it; in safe mode no other is used'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    contact: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    by: 'email',
    confirmed: true,
  },
})
