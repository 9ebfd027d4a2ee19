import { type Kysely, sql } from 'kysely'
import { defineView } from '#ledger'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { receiptMs } from '../clocks.ts'
import { MessageDelivered } from '../events/message-delivered.ts'
import { MessageFailed } from '../events/message-failed.ts'

export type MessageAwaitedTable = { message_awaited: { action: string; case_id: string; kind: string; due: string } }

/** Messages of a case that a gateway took, and has not said yet what became of; each with the time by which it should have. */
export const messageAwaited = defineView<MessageAwaitedTable>('message_awaited', 'async', (on) => [
  on(ActionAcknowledged, (db, { action, kind, owedBy, awaited }, { at }) => {
    const wait = receiptMs[kind]
    if (!awaited || wait === undefined || !owedBy.startsWith('case/')) return []
    const due = new Date(Date.parse(at) + wait).toISOString()
    return waits(db, { action, case_id: owedBy.slice('case/'.length), kind, due })
  }),
  on(MessageDelivered, (db, { action }) => db.deleteFrom('message_awaited').where('action', '=', action)),
  on(MessageFailed, (db, { action }) => db.deleteFrom('message_awaited').where('action', '=', action)),
])

/** A gateway may tell what became of a message before we have noted that it took it: the two stand in different streams. */
const waits = (
  db: Kysely<MessageAwaitedTable>,
  { action, case_id, kind, due }: MessageAwaitedTable['message_awaited'],
) => {
  const query = sql`
    insert into message_awaited (action, case_id, kind, due)
    select ${action}::uuid, ${case_id}::uuid, ${kind}::text, ${due}::timestamptz
    where not exists (select from event where stream = ${`case/${case_id}`}
      and type in (${MessageDelivered.type}, ${MessageFailed.type}) and data ->> 'action' = ${action}::text)
    on conflict do nothing`
  return { compile: () => query.compile(db) }
}
