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

// One statement for all that the ledger itself keeps of an event: fewer plans and messages than one a table.
const insertEvent = `
with written as (
  insert into event (stream, version, type, type_version, tenant, actor, cause, data, owes)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning id, owes is not null as owing
), queued as (
  insert into unsealed (event_id) select id from written
)
insert into owed (event_id) select id from written where owing`

const insertEventWithKey = insertEvent.replace(
  /insert into owed/,
  `, kept as (
  insert into command_key (caller, key, command, input_hash, result) values ($10, $11, $12, $13, $14)
)
insert into owed`,
)

const insertOf = ({ event, version, owes = [], meta: own }: Entry, meta: Meta, key?: Key): Statement => {
  const { tenant, actor, cause } = own ?? meta
  const owed = owes.length > 0 ? JSON.stringify(owes) : null
  const row = [
    event.stream,
    version,
    event.type,
    event.typeVersion,
    tenant,
    actor,
    cause,
    JSON.stringify(event.data),
    owed,
  ]
  if (!key) return statement(insertEvent, row)
  const kept = [key.caller, key.key, key.command, key.inputHash, JSON.stringify(key.result)]
  return statement(insertEventWithKey, [...row, ...kept])
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
  const statements = entries.map((entry, index) => insertOf(entry, meta, index === 0 ? key : undefined))
  for (const entry of entries)
    for (const view of views)
      if (view.types.includes(entry.event.type))
        statements.push(...view.queries(queryBuilder, beforeCommit(entry, entry.meta ?? meta, now)).map(fromQuery))
  return statements
}
