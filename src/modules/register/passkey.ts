import { fold } from '#ledger'
import { PasskeyEnded } from './events/passkey-ended.ts'
import { PasskeyKept } from './events/passkey-kept.ts'
import { PasskeyUsed } from './events/passkey-used.ts'
import { PhoneEntrusted } from './events/phone-entrusted.ts'

/** A passkey as its stream tells it. */
export type Passkey = {
  readonly state: 'unknown' | 'kept' | 'ended'
  /** The highest that its device has said. */
  readonly counter: number
  /** Hashes of the challenges that it has answered. */
  readonly answered: readonly string[]
  /** Codes by which phones were entrusted to it. */
  readonly secrets: readonly string[]
  /** Those of them whose phone its holder has shown to be their own. */
  readonly own: readonly string[]
}

const unknown: Passkey = { state: 'unknown', counter: 0, answered: [], secrets: [], own: [] }

export const passkey = fold<Passkey>(unknown, (on) => [
  on(PasskeyKept, (state, { counter }) => ({ ...state, state: 'kept' as const, counter })),
  on(PhoneEntrusted, (state, { secret, means }) => ({
    ...state,
    secrets: state.secrets.includes(secret) ? state.secrets : [...state.secrets, secret],
    own: means === 'own-passkey' ? [...state.own, secret] : state.own,
  })),
  on(PasskeyUsed, (state, { counter, challenge }) => ({
    ...state,
    counter,
    answered: [...state.answered, challenge],
  })),
  on(PasskeyEnded, (state) => ({ ...state, state: 'ended' as const })),
])

/** What all that is done with a passkey refuses alike. */
export const passkeyRefusals = {
  'no-passkey': { status: 404, says: 'We do not know this passkey. Type your code, and keep a new one.' },
} as const
