import { defineCommand, refuse } from '#ledger'
import { PasskeyUsed } from '../events/passkey-used.ts'
import { passkey, passkeyRefusals } from '../passkey.ts'

/**
 * Takes one answer of a passkey, whose signature was verified. The same challenge twice is somebody's copy of an answer; a
 * counter that did not go up, somebody's copy of the passkey (WebAuthn 6.1.1). Devices that do not count say 0 for ever.
 */
export const usePasskey = defineCommand('use-passkey', {
  input: PasskeyUsed.schema,
  refusals: {
    ...passkeyRefusals,
    'answer-used': { status: 409, says: 'This answer was used already. Press the button again.' },
    'counter-went-back': {
      status: 403,
      says: 'This passkey was used elsewhere, perhaps as a copy. Type your code, and keep a new one.',
    },
  },
  stream: (input) => `passkey/${input.passkey}`,
  state: passkey,

  decide(used, { state, counter, answered }) {
    if (state !== 'kept') return refuse('no-passkey')
    if (answered.includes(used.challenge)) return refuse('answer-used')
    const counts = used.counter > 0 || counter > 0
    return counts && used.counter <= counter ? refuse('counter-went-back') : [PasskeyUsed.of(used)]
  },
})
