import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { PasskeyKept } from '../events/passkey-kept.ts'
import { PhoneEntrusted } from '../events/phone-entrusted.ts'
import { passkey } from '../passkey.ts'
import { passkeyMeans } from '../vocabulary.ts'

/** The phone that a passkey may stop, and by which code. */
export const EntrustedInput = z.object({
  handset: HandsetId,
  line: VaultRef,
  secret: VaultRef,
  means: z.enum(passkeyMeans),
})

/** Keeps a passkey for whoever typed a code. Its id is in the challenge that it answers, so a challenge keeps one. */
export const keepPasskey = defineCommand('keep-passkey', {
  input: z.object({
    passkey: z.uuid(),
    credential: VaultRef,
    bound: z.boolean(),
    counter: z.int().min(0),
    phone: EntrustedInput,
  }),
  refusals: { 'passkey-kept': { status: 409, says: 'This passkey was kept already. Open your page with it.' } },
  stream: (input) => `passkey/${input.passkey}`,
  begins: true,
  keyed: ({ passkey }) => passkey,
  state: passkey,

  decide({ phone, ...kept }, { state }) {
    if (state !== 'unknown') return refuse('passkey-kept')
    return [PasskeyKept.of(kept), PhoneEntrusted.of({ passkey: kept.passkey, ...phone })]
  },
})
