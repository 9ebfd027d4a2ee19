import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { announce } from '#http'
import { defineReaction, type StoredEvent, type Tools } from '#ledger'
import { ListAppealDecided } from '#modules/blocklist/events/list-appeal-decided'
import { ListAppealMade } from '#modules/blocklist/events/list-appeal-made'
import type { ListAppealTable } from '#modules/blocklist/public'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { type EventTables, ownerOfCase, type TheftCase } from '#modules/reports/public'
import { deskTopic } from '../desk-queue.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { AppellantLost } from '../events/appellant-lost.ts'
import { CaseAssigned } from '../events/case-assigned.ts'
import { ChallengeAnswered } from '../events/challenge-answered.ts'
import { DecisionRecorded } from '../events/decision-recorded.ts'
import { EndChallenged } from '../events/end-challenged.ts'
import { FailureHandled } from '../events/failure-handled.ts'
import { MessageFailed } from '../events/message-failed.ts'
import { VictimWrote } from '../events/victim-wrote.ts'

type Tables = EventTables & TheftCase & ListAppealTable
type OfCase = { readonly case: string }

const lookAgainMs = 20
const longestMs = 2_000

/** Tells open queues to look again when somebody wrote or something was done: once the queue itself has taken it in. */
export const announceDesk = defineReaction<Tables>('announce-desk', (on) => [
  on(VictimWrote, tellDesk),
  on(AnswerGiven, tellDesk),
  on(EndChallenged, tellDesk),
  on(ChallengeAnswered, tellDesk),
  on(DecisionRecorded, tellDesk),
  on(CaseAssigned, tellDesk),
  on(MessageFailed, tellDesk),
  on(FailureHandled, tellDesk),
  on(NoNetworkFound, tellDesk),
  on(ListAppealMade, ({ owner }, event, { db }) => tell(db, event, owner)),
  on(AppellantLost, ({ owner }, event, { db }) => tell(db, event, owner)),
  on(ListAppealDecided, async ({ appeal }, event, { db }) => tell(db, event, await ownerOfListAppeal(db, appeal))),
])

async function tellDesk({ case: theft }: OfCase, event: StoredEvent, { db }: Tools<Tables>): Promise<void> {
  await tell(db, event, await ownerOfCase(db, theft))
}

async function tell(db: Kysely<Tables>, event: StoredEvent, owner: string | undefined): Promise<void> {
  for (let waited = 0; waited < longestMs && !(await isIn(db, event)); waited += lookAgainMs) await pause(lookAgainMs)
  if (owner) await announce(db, deskTopic(owner))
}

async function ownerOfListAppeal(db: Kysely<Tables>, appeal: string): Promise<string | undefined> {
  const row = await db.selectFrom('list_appeal').select('owner').where('appeal', '=', appeal).executeTakeFirst()
  return row?.owner
}

async function isIn(db: Kysely<Tables>, { id }: StoredEvent): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select (select seq from view_cursor where view = 'desk_item') >= (select seq from sealed where event_id = ${id}) as is`.execute(
    db,
  )
  return rows[0]?.is === true
}
