import { defineView } from '#ledger'
import { FailureHandled } from '../events/failure-handled.ts'
import { MessageDelivered } from '../events/message-delivered.ts'
import { MessageFailed } from '../events/message-failed.ts'
import type { Failure } from '../vocabulary.ts'

export type MessageFailedTable = {
  message_failed: { action: string; case_id: string; channel: string; how: Failure; at: string }
}

/** Messages of ours that did not arrive and that a person has to look at. */
export const messageFailed = defineView<MessageFailedTable>('message_failed', 'async', (on) => [
  on(MessageFailed, (db, { case: case_id, action, channel, how }, { at }) =>
    db
      .insertInto('message_failed')
      .values({ action, case_id, channel, how, at })
      .onConflict((c) => c.column('action').doUpdateSet({ how })),
  ),
  on(MessageDelivered, (db, { action }) => db.deleteFrom('message_failed').where('action', '=', action)),
  on(FailureHandled, (db, { action }) => db.deleteFrom('message_failed').where('action', '=', action)),
])
