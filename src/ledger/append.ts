import type { Kysely } from 'kysely'
import type { Obligation } from './command.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { fromQuery, type Statement, statement } from './statement.ts'
import type { ViewDefinition } from './view.ts'

/** Who brought a fact about, for whom, and by what: all opaque, no personal data. */
export type Meta = { readonly actor: string; readonly tenant: string; readonly cause: string }

/**
 * An event with its place in its stream, and what it owes. The place is the optimistic lock. `meta` is its own where facts
 * of several organisations are appended together.
 */
export type Entry = {
  readonly event: NewEvent
  readonly version: number
  readonly owes?: readonly Obligation[]
  readonly meta?: Meta
}

/** A command's idempotency key, to be kept in the same transaction. */
export type Key = {
  readonly caller: string
  readonly key: string
  readonly command: string
  readonly inputHash: Buffer
  readonly result: object
}

// One statement for all that the ledger itself keeps of an append: fewer round trips and plans than one a table.
const insertEvents = `
with entry as (
  select * from json_to_recordset($1::json) as e(stream text, version integer, type text, type_version smallint,
    tenant text, actor text, cause text, data jsonb, owes jsonb)
), written as (
  insert into event (stream, version, type, type_version, tenant, actor, cause, data, owes)
  select stream, version, type, type_version, tenant, actor, cause, data, owes from entry
  returning id, owes is not null as owing
), queued as (
  insert into unsealed (event_id) select id from written
)
insert into owed (event_id) select id from written where owing`

const insertEventsWithKey = insertEvents.replace(
  /insert into owed/,
  `, kept as (
  insert into command_key (caller, key, command, input_hash, result) values ($2, $3, $4, $5, $6)
)
insert into owed`,
)

const eventRow = ({ event, version, owes = [], meta: own }: Entry, meta: Meta) => ({
  stream: event.stream,
  version,
  type: event.type,
  type_version: event.typeVersion,
  ...(own ?? meta),
  data: event.data,
  ...(owes.length > 0 && { owes }),
})

const insertOf = (entries: readonly Entry[], meta: Meta, key?: Key): Statement => {
  const rows = JSON.stringify(entries.map((entry) => eventRow(entry, meta)))
  if (!key) return statement(insertEvents, [rows])
  return statement(insertEventsWithKey, [
    rows,
    key.caller,
    key.key,
    key.command,
    key.inputHash,
    JSON.stringify(key.result),
  ])
}

/** What an inline view sees of an event that is being appended: it has no id yet, and its time is the program's. */
const beforeCommit = ({ event, version }: Entry, meta: Meta, now: string): StoredEvent => ({
  id: '',
  ...meta,
  stream: event.stream,
  version,
  type: event.type,
  typeVersion: event.typeVersion,
  at: now,
  data: event.data,
})

/** The statements of one append, to run as one transaction: events with what they owe, the sealer's queue, inline views. */
export function appendStatements(
  entries: readonly Entry[],
  meta: Meta,
  now: string,
  views: readonly ViewDefinition[],
  queryBuilder: Kysely<never>,
  key?: Key,
): Statement[] {
  const statements = [insertOf(entries, meta, key)]
  for (const entry of entries)
    for (const view of views)
      if (view.types.includes(entry.event.type))
        statements.push(...view.queries(queryBuilder, beforeCommit(entry, entry.meta ?? meta, now)).map(fromQuery))
  return statements
}
