import type { StoredEvent } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { type Accesses, accesses, isKnown } from './accesses.ts'
import { ContactGiven } from './events/contact-given.ts'
import { type GivenContact, told } from './told.ts'

/** A contact that we write to, and since when; what was given in a case that was joined to this one says no more than that it is there. */
export type OwnContact = {
  readonly ref: VaultRef
  readonly by?: 'text' | 'email' | 'push' | 'letter'
  readonly at?: string
}

/**
 * Whether the holder of this code may stop what is written there: they gave it, or the unit wrote it down and we know who they are. Never
 * a contact of another code: whoever else opens the case must not make its owner fall silent.
 */
export const isTheirs = ({ access: giver }: GivenContact, access: VaultRef, given: Accesses): boolean =>
  giver === undefined ? isKnown(given, access) : giver === access

/** Where we write for the holder of this code. */
export function ownContacts(events: readonly StoredEvent[], access: VaultRef): OwnContact[] {
  const codes = accesses.run(events)
  const given = new Map(
    events.flatMap((event) => {
      if (event.type !== ContactGiven.type) return []
      const { contact, by } = ContactGiven.decode(event)
      return [[contact, { by, at: event.at }] as const]
    }),
  )
  const { contacts } = told.run(events)
  return contacts.filter((one) => isTheirs(one, access, codes)).map(({ ref }) => ({ ref, ...given.get(ref) }))
}
