import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** An owner is reminded to look at the safe settings again. `next`: when the one after this is due. */
export const ReminderOwed = defineEvent('safeguards.reminder-owed', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({ handset: HandsetId, line: VaultRef, next: z.iso.datetime() }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    next: '2027-11-23T08:00:00.000Z',
  },
})
