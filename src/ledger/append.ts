import type { Kysely } from 'kysely'
import type { OwedAction } from './command.ts'
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
  readonly actions?: readonly OwedAction[]
  readonly meta?: Meta
}

const insertEvents = `
with written as (
  insert into event (stream, version, type, type_version, tenant, actor, cause, at, data)
  select stream, version, type, type_version, tenant, actor, cause, clock_timestamp(), data
  from json_to_recordset($1::json) as entry(stream text, version integer, type text, type_version smallint,
    tenant text, actor text, cause text, data jsonb)
  returning id
)
insert into unsealed (event_id) select id from written`

const insertActions = `
insert into action (id, stream, version, tenant, partner, kind, target, input, due, until, standing, cancels)
select gen_random_uuid(), stream, version, tenant, partner, kind, target, input,
  coalesce(due, clock_timestamp()), until, coalesce(standing, false), cancels
from json_to_recordset($1::json) as owed(stream text, version integer, tenant text, partner text, kind text, target text,
  input jsonb, due timestamptz, until timestamptz, standing boolean, cancels uuid)`

const eventRow = ({ event, version }: Entry, meta: Meta) => ({
  stream: event.stream,
  version,
  type: event.type,
  type_version: event.typeVersion,
  ...meta,
  data: event.data,
})

const actionRows = ({ event, version, actions = [] }: Entry, { tenant }: Meta) =>
  actions.map((action) => ({ stream: event.stream, version, tenant, ...action }))

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

/** The statements of one append, to run as one transaction: events, the sealer's queue, owed actions, inline views. */
export function appendStatements(
  entries: readonly Entry[],
  meta: Meta,
  now: string,
  views: readonly ViewDefinition[],
  queryBuilder: Kysely<never>,
): Statement[] {
  const statements = [statement(insertEvents, [JSON.stringify(entries.map((entry) => eventRow(entry, entry.meta ?? meta)))])]
  const owed = entries.flatMap((entry) => actionRows(entry, entry.meta ?? meta))
  if (owed.length > 0) statements.push(statement(insertActions, [JSON.stringify(owed)]))
  for (const entry of entries)
    for (const view of views)
      if (view.types.includes(entry.event.type))
        statements.push(...view.queries(queryBuilder, beforeCommit(entry, entry.meta ?? meta, now)).map(fromQuery))
  return statements
}
