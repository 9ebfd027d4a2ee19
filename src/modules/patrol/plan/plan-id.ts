import type { VaultInRoute } from '#http'
import { uuidOf } from '#lib/ids'

/**
 * The id of a plan follows from all that was asked for, so that who presses again is led to the plan that they have. Keyed by the
 * vault: call signs are short, and whoever could try them all would read them from an id that stands in the ledger for ever.
 */
export const planIdOf = (vault: Keyed, asked: Asked): string =>
  uuidOf(keyed(vault, 'shift-plan', asked).toString('hex'))

/**
 * The seed of a plan follows from what was asked for too, so that who asks the same again gets the same lot and the same beginnings.
 * Under the key as well: published thefts, this code and a guess at the units are all else that a plan is made of, and whoever has
 * these must not be able to work out where units will be. 48 bits: a number that JSON keeps whole.
 */
export const planSeedOf = (vault: Keyed, asked: Asked): number => keyed(vault, 'shift-seed', asked).readUIntBE(0, 6)

type Keyed = Pick<VaultInRoute, 'blind'>
type Asked = Readonly<Record<string, unknown>>

const keyed = (vault: Keyed, what: string, asked: Asked) =>
  Buffer.from(vault.blind('place', `${what} ${JSON.stringify(asked)}`), 'base64url')
