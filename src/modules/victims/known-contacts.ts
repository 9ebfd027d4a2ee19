import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'
import { addressOf, type Contact, languageIn } from './safe-contacts.ts'
import type { Told } from './told.ts'

export type Known = ReadonlyMap<VaultRef, Revealed>

export const valueAt = (known: Known, ref: VaultRef | undefined) => {
  const found = ref && known.get(ref)
  return found && !found.erased ? found.value : undefined
}

/** The number of a line in its one form, in whatever form the vault holds it. */
export function numberAt(known: Known, ref: VaultRef | undefined): string | undefined {
  const address = addressOf(valueAt(known, ref))
  return address?.channel === 'text' ? address.to : undefined
}

/** Where a victim can be told, and whom they prepared: read from what the vault holds, in whatever form it was typed. */
export function contactsOf(
  given: Told['contacts'],
  prepared: { readonly refs: readonly VaultRef[]; readonly at?: string | undefined },
  known: Known,
): Contact[] {
  const mine = given.map(({ ref, confirmed }) => ({ ref, from: 'case' as const, confirmed }))
  const before = prepared.refs.map((ref) => ({
    ...{ ref, from: 'enrolment' as const, confirmed: true },
    ...(prepared.at !== undefined && { preparedAt: prepared.at }),
  }))
  return [...mine, ...before].flatMap((contact) => {
    const value = valueAt(known, contact.ref)
    const address = addressOf(value)
    return address ? [{ ...contact, address, language: languageIn(value) }] : []
  })
}

/** The devices of those whom the owner trusts: they open their own page by a passkey there. */
export const devicesOf = (
  pushes: readonly { readonly ref: VaultRef; readonly since: string }[],
  known: Known,
): Contact[] =>
  pushes.flatMap(({ ref, since }) => {
    const address = addressOf(valueAt(known, ref))
    return address ? [{ ref, address, from: 'passkey' as const, confirmed: true, preparedAt: since }] : []
  })
