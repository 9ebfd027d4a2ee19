import { defineCommand, refuse } from '#ledger'
import { PasskeyEnded } from '../events/passkey-ended.ts'
import { passkey, passkeyRefusals } from '../passkey.ts'

/** Its holder gives a device away, or looks after no phone any more. */
export const endPasskey = defineCommand('end-passkey', {
  input: PasskeyEnded.schema,
  refusals: passkeyRefusals,
  stream: (input) => `passkey/${input.passkey}`,
  state: passkey,
  decide: (ended, { state }) => (state === 'kept' ? [PasskeyEnded.of(ended)] : refuse('no-passkey')),
})
