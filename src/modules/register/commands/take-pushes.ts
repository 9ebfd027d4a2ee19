import { defineCommand, refuse } from '#ledger'
import { PushesTaken } from '../events/pushes-taken.ts'
import { passkey, passkeyRefusals } from '../passkey.ts'

/** The device of a passkey takes pushes from now on. */
export const takePushes = defineCommand('take-pushes', {
  input: PushesTaken.schema,
  refusals: passkeyRefusals,
  stream: (input) => `passkey/${input.passkey}`,
  state: passkey,
  decide: (taken, { state }) => (state === 'kept' ? [PushesTaken.of(taken)] : refuse('no-passkey')),
})
