import type { Compilable, Kysely } from 'kysely'
import type { EventDefinition, StoredEvent } from './event.ts'

type Change = Compilable | readonly Compilable[]
type Handler<Tables> = (db: Kysely<Tables>, event: StoredEvent) => Change
type On<Tables> = <Data>(
  event: EventDefinition<Data>,
  change: (db: Kysely<Tables>, data: Data, event: StoredEvent) => Change,
) => { readonly type: string; readonly handle: Handler<Tables> }

/**
 * A view: tables that follow from events. Handlers return queries and run none, so they stay pure and the ledger can
 * send them in the same round trip as the append.
 */
export type ViewDefinition = {
  readonly name: string
  readonly kind: 'inline' | 'async'
  readonly tables: readonly string[]
  readonly types: readonly string[]
  readonly queries: (db: Kysely<never>, event: StoredEvent) => readonly Compilable[]
}

/**
 * `inline` changes with the event, in its transaction: keep to what must never lag. `async` follows the sealed order, sees
 * each event once, in one transaction with its place, and finds its number in `sealed` by its id.
 */
export function defineView<Tables>(
  name: string,
  kind: 'inline' | 'async',
  steps: (on: On<Tables>) => readonly { readonly type: string; readonly handle: Handler<Tables> }[],
  { tables = [name] }: { readonly tables?: readonly string[] } = {},
): ViewDefinition {
  const on: On<Tables> = (event, change) => ({
    type: event.type,
    handle: (db, stored) => change(db, event.decode(stored), stored),
  })
  const handlers = new Map(steps(on).map((step) => [step.type, step.handle]))
  const queries = (db: Kysely<never>, event: StoredEvent): readonly Compilable[] => {
    const change = handlers.get(event.type)?.(db as unknown as Kysely<Tables>, event)
    if (!change) return []
    return Array.isArray(change) ? change : [change as Compilable]
  }
  return { name, kind, tables, types: [...handlers.keys()], queries }
}
