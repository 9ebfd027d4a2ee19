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

const eventColumns = 'stream, version, type, type_version, tenant, actor, cause, data, owes'

// One statement for all that the ledger itself keeps of an event: fewer plans and messages than one a table.
const insertEvent = (rows: string) => `
with written as (
  insert into event (${eventColumns})
  ${rows}
  returning id, owes is not null as owing
), queued as (
  insert into unsealed (event_id) select id from written
)
insert into owed (event_id) select id from written where owing`

const insertOne = insertEvent('values ($1, $2, $3, $4, $5, $6, $7, $8, $9)')

const insertOneWithKey = insertOne.replace(
  /insert into owed/,
  `, kept as (
  insert into command_key (caller, key, command, input_hash, result) values ($10, $11, $12, $13, $14)
)
insert into owed`,
)

/** Any number of events, in their order: a statement each would cost many more than their rows do. */
const insertMany = insertEvent(
  `select * from unnest($1::text[], $2::integer[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[],
     $8::jsonb[], $9::jsonb[])`,
)

const rowOf = ({ event, version, owes = [], meta: own }: Entry, meta: Meta) => {
  const { tenant, actor, cause } = own ?? meta
  const owed = owes.length > 0 ? JSON.stringify(owes) : null
  const what = [event.stream, version, event.type, event.typeVersion] as const
  return [...what, tenant, actor, cause, JSON.stringify(event.data), owed] as const
}

function insertsOf(entries: readonly Entry[], meta: Meta, key?: Key): Statement[] {
  const rows = entries.map((entry) => rowOf(entry, meta))
  const [first, ...rest] = rows
  if (!first) return []
  if (!key && rest.length > 0)
    return [
      statement(
        insertMany,
        first.map((_, column) => rows.map((row) => row[column])),
      ),
    ]
  const kept = key && [key.caller, key.key, key.command, key.inputHash, JSON.stringify(key.result)]
  const alone = kept ? statement(insertOneWithKey, [...first, ...kept]) : statement(insertOne, first)
  return [alone, ...insertsOf(entries.slice(1), meta)]
}

/** What an inline view sees of an event that is being appended: it has no id yet, and its time is the program's. */
export const beforeCommit = ({ event, version }: Entry, meta: Meta, now: string): StoredEvent => ({
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
  const statements = insertsOf(entries, meta, key)
  for (const entry of entries)
    for (const view of views)
      if (view.types.includes(entry.event.type))
        statements.push(...view.queries(queryBuilder, beforeCommit(entry, entry.meta ?? meta, now)).map(fromQuery))
  return statements
}
