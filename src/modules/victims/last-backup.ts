import type { StoredEvent } from '#ledger'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import type { VaultRef } from '#platform/vault-ref'

/** What a maker told when it listed the phone: who it was, and where in the vault the time of the last backup is. */
export type BackupTold = { readonly maker: string; readonly answer: VaultRef | undefined; readonly at: string }

/** Which makers know the phone, by their signed word, the latest last. Only they are ever asked to erase it (B67). */
export const backupsTold = (events: readonly StoredEvent[]): BackupTold[] =>
  events.flatMap((event) => {
    if (event.type !== ActionAcknowledged.type) return []
    const { kind, partner, answer } = ActionAcknowledged.decode(event)
    return kind === 'list-stolen' ? [{ maker: partner, answer, at: event.at }] : []
  })
