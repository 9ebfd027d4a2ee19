import type { StoredEvent } from '#ledger'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { ownFacts } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, stands } from './accesses.ts'

/** Where the words are that were added to a case, with the time when they were. */
export type Details = {
  readonly ref: VaultRef
  readonly at: string
  readonly version: number
  readonly access: VaultRef | undefined
}

/** What was added to a case, the oldest first. What somebody added whose code has ended since is left out: it was not the victim. */
export function detailsOf(events: readonly StoredEvent[]): Details[] {
  const given = accesses.run(events)
  return ownFacts(events).flatMap((event) => {
    if (event.type !== DetailsAdded.type) return []
    const { details: ref, access } = DetailsAdded.decode(event)
    return access === undefined || stands(given, access) ? [{ ref, access, at: event.at, version: event.version }] : []
  })
}
