import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** An owner has begun to prepare for a theft: a code goes to the number, to prove that it is theirs (B60). */
export const EnrolmentBegun = defineEvent('register.enrolment-begun', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({
    handset: HandsetId,
    line: VaultRef.describe('the number; the same number always has the same reference'),
    asked: VaultRef.describe('what was typed, and the code that was sent'),
    until: z.iso.datetime().describe('the code holds until then'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    asked: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    until: '2026-11-24T10:20:00.000Z',
  },
})
