import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** An owner wants to be reminded to look at the safe settings of the phone again. */
export const RemindersAsked = defineEvent('safeguards.reminders-asked', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({ handset: HandsetId, line: VaultRef, next: z.iso.datetime() }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    next: '2027-05-27T08:00:00.000Z',
  },
})
