import type { VaultInRoute } from '#http'
import { uuidOf } from '#lib/ids'

/**
 * The id of a plan follows from all that was asked for, so that who presses again is led to the plan that they have. Keyed by the
 * vault: call signs are short, and whoever could try them all would read them from an id that stands in the ledger for ever.
 */
export function planIdOf(vault: Pick<VaultInRoute, 'blind'>, asked: Readonly<Record<string, unknown>>): string {
  const hash = vault.blind('place', `shift-plan ${JSON.stringify(asked)}`)
  return uuidOf(Buffer.from(hash, 'base64url').toString('hex'))
}
