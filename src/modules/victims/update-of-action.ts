import type { Kysely } from 'kysely'
import { readStream, type StoredEvent } from '#ledger'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { MessageOwed } from './events/message-owed.ts'

export type OwedTable = { action: { id: string; input: { message?: unknown } } }
type Owed = ReturnType<typeof MessageOwed.decode>

/** One update as it was owed: by the action asked about, and by every channel, with all that its case tells. */
export type Update = {
  readonly at: string
  readonly owed: Owed
  readonly all: readonly Owed[]
  readonly events: readonly StoredEvent[]
}

/** The update that an action carries to the victim of a case; undefined when it carries none. */
export async function updateOfAction<T extends OwedTable>(
  db: Kysely<T>,
  { action, owedBy }: { readonly action: string; readonly owedBy: string },
): Promise<Update | undefined> {
  const row = await (db as unknown as Kysely<OwedTable>)
    .selectFrom('action')
    .select('input')
    .where('id', '=', action)
    .executeTakeFirst()
  const message = VaultRef.safeParse(row?.input.message).data
  if (!message || !owedBy.startsWith('case/')) return undefined
  const events = await readStream(queryable(db), owedBy)
  const updates = events
    .filter(({ type }) => type === MessageOwed.type)
    // What one command owed stands together in its stream: between two such runs this number differs.
    .map((event, place) => ({ owed: MessageOwed.decode(event), at: event.at, run: event.version - place }))
  const found = updates.find(({ owed }) => owed.message === message)
  if (!found) return undefined
  const { owed, at, run } = found
  const same = updates.filter((one) => one.run === run && one.owed.template === owed.template)
  return { at, owed, events, all: same.map((one) => one.owed).filter(({ about }) => about === owed.about) }
}
