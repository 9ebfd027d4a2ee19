import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { passkeyMeans } from '../vocabulary.ts'

/** A passkey may stop one phone more: its holder typed the code that does (B78). */
export const PhoneEntrusted = defineEvent('register.phone-entrusted', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({
    passkey: z.uuid(),
    handset: HandsetId,
    line: VaultRef,
    secret: VaultRef.describe('the card or code that was typed; the passkey stops the phone as long as it does'),
    means: z.enum(passkeyMeans).describe('what the passkey shows of its holder'),
  }),
  sample: {
    passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    secret: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    means: 'trusted-person',
  },
})
