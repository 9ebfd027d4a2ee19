import { type Kysely, type RawBuilder, sql } from 'kysely'
import { defineView } from '#ledger'
import { levelOf } from '#lib/proof'
import { ListAppealDecided } from '#modules/blocklist/events/list-appeal-decided'
import { ListAppealMade } from '#modules/blocklist/events/list-appeal-made'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { NetworkFound } from '#modules/reports/events/network-found'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { answerBy, lookBy, missAt, type Sort, warnAt, warnedMs } from '../clocks.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { AppellantHandled } from '../events/appellant-handled.ts'
import { AppellantLost } from '../events/appellant-lost.ts'
import { CaseAssigned } from '../events/case-assigned.ts'
import { ChallengeAnswered } from '../events/challenge-answered.ts'
import { ClockMissed } from '../events/clock-missed.ts'
import { ClockNear } from '../events/clock-near.ts'
import { DecisionRecorded } from '../events/decision-recorded.ts'
import { DeviationExplained } from '../events/deviation-explained.ts'
import { EndChallenged } from '../events/end-challenged.ts'
import { FailureHandled } from '../events/failure-handled.ts'
import { MessageDelivered } from '../events/message-delivered.ts'
import { MessageFailed } from '../events/message-failed.ts'
import { MessageOwed } from '../events/message-owed.ts'
import { VictimWrote } from '../events/victim-wrote.ts'
import { promiseOf } from '../promise.ts'
import type { DeviationReason } from '../vocabulary.ts'

export type DeskItem = {
  desk_case: { case_id: string; owner: string; proved: boolean; officer: string | null }
  desk_item: {
    item: string
    /** Null: no case stands behind it. */
    case_id: string | null
    owner: string
    sort: Sort
    since: string
    due: string
    warn_at: string | null
    miss_at: string | null
  }
  desk_deviation: {
    item: string
    due: string
    case_id: string | null
    owner: string
    sort: Sort
    missed_at: string
    reason: DeviationReason | null
  }
  desk_done: { item: string; due: string; owner: string; sort: Sort; since: string; done_at: string; missed: boolean }
}

type Db = Kysely<DeskItem>
type Waiting = { readonly item: string; readonly case: string; readonly sort: Sort; readonly due: string }

/**
 * What waits on each case, with its time: one queue, whatever the clock. An update waits from the report on and is due as it was
 * promised; a claim that nobody proved waits for its own end.
 */
export const deskItem = defineView<DeskItem>(
  'desk_item',
  'async',
  (on) => [
    on(TheftReported, (db, { case: theft, force, means, until }, { tenant, at }) => {
      const proved = levelOf(means) > 0
      const due = (!proved && until) || promiseOf(at, at)
      const opened = { case_id: theft, owner: force ?? tenant, proved, officer: null }
      return [
        db
          .insertInto('desk_case')
          .values(opened)
          .onConflict((c) => c.doNothing()),
        waits(db, { item: update(theft), case: theft, sort: proved ? 'update' : 'claim', due }, at),
      ]
    }),
    on(ProofShown, (db, { case: theft, means }, { at, version }) => {
      if (levelOf(means) === 0) return []
      const waiting = { item: update(theft), case: theft, sort: 'update' as const, due: promiseOf(at, at) }
      return [
        db.deleteFrom('desk_item').where('item', '=', update(theft)).where('sort', '=', 'claim'),
        db.updateTable('desk_case').set({ proved: true }).where('case_id', '=', theft),
        waits(db, waiting, at),
        proofCame(db, theft, version, at),
      ]
    }),
    // What is told promises the next update; without a promise nothing more waits. A decision that is told waits no more.
    on(MessageOwed, (db, { case: theft, next, template, about }, { at }) => [
      ...(next ? [promised(db, theft, next)] : done(db, update(theft), at)),
      ...(template === 'decided' && about ? done(db, `decision/${theft}/${about}`, at) : []),
    ]),

    on(ConflictFound, (db, { case: theft, conflict }, { at }) =>
      waits(db, { item: `doubt/${theft}/${conflict}`, case: theft, sort: 'doubt', due: lookBy(at) }, at),
    ),
    on(ConflictSettled, (db, { case: theft, conflict }, { at }) => done(db, `doubt/${theft}/${conflict}`, at)),
    on(ReportSplit, (db, { case: theft, conflicts, means, until }, { at }) => [
      ...doneWhere(db, doubtsBut(theft, conflicts), at),
      ...(levelOf(means) === 0 && until ? bareAgain(db, theft, until, at) : []),
    ]),
    on(AppealMade, (db, { case: theft, appeal }, { at }) =>
      waits(db, { item: `appeal/${appeal}`, case: theft, sort: 'appeal', due: lookBy(at) }, at),
    ),
    on(AppealDecided, (db, { appeal }, { at }) => done(db, `appeal/${appeal}`, at)),

    // Refused by another register's list or a rule: it has no case, and the same hour.
    on(ListAppealMade, (db, { appeal, owner }, { at }) => waitsAlone(db, `appeal/${appeal}`, owner, at)),
    on(ListAppealDecided, (db, { appeal }, { at }) => done(db, `appeal/${appeal}`, at)),
    // It was decided, and they do not know: it waits again.
    on(AppellantLost, (db, { appeal, owner }, { at }) => waitsAlone(db, `appeal/${appeal}`, owner, at)),
    on(AppellantHandled, (db, { appeal }, { at }) => done(db, `appeal/${appeal}`, at)),

    on(VictimWrote, (db, { case: theft }, { at }) =>
      waits(db, { item: `message/${theft}`, case: theft, sort: 'message', due: answerBy(at) }, at),
    ),
    on(AnswerGiven, (db, { case: theft, waitsSince, upTo }, { at }) => {
      const item = `message/${theft}`
      const again = { item, case: theft, sort: 'message' as const }
      return [
        ...done(db, item, at),
        ...doneWhere(db, networkOf(theft, upTo), at),
        ...(waitsSince ? [waits(db, { ...again, due: answerBy(waitsSince) }, waitsSince)] : []),
      ]
    }),
    on(EndChallenged, (db, { case: theft, due }, { at }) =>
      waits(db, { item: `challenge/${theft}`, case: theft, sort: 'challenge', due }, at),
    ),
    on(ChallengeAnswered, (db, { case: theft }, { at }) => done(db, `challenge/${theft}`, at)),
    on(DecisionRecorded, (db, { case: theft, decision, due }, { at, version }) =>
      waits(db, { item: `decision/${theft}/${decision}-${version}`, case: theft, sort: 'decision', due }, at),
    ),
    on(MessageFailed, (db, { case: theft, action }, { at }) =>
      waits(db, { item: `failure/${action}`, case: theft, sort: 'failure', due: answerBy(at) }, at),
    ),
    on(MessageDelivered, (db, { action }, { at }) => done(db, `failure/${action}`, at)),
    on(FailureHandled, (db, { action }, { at }) => done(db, `failure/${action}`, at)),

    // Its victim is asked who sends the bill: whoever writes to them does that. A bare number that nobody knows may be none at all.
    on(NoNetworkFound, (db, { case: theft }, { at, version }) => [
      waits(db, { ...noNetwork(theft, version), due: answerBy(at) }, at, { proved: true }),
      untilProved(db, theft, version, at),
    ]),
    on(NetworkFound, (db, { case: theft }, { at }) => [
      ...doneWhere(db, networkOf(theft), at),
      over(db, theft, ['network']),
    ]),

    on(CaseAssigned, (db, { case: theft, officer = null }) =>
      db.updateTable('desk_case').set({ officer }).where('case_id', '=', theft),
    ),
    on(ReportWithdrawn, (db, { case: theft }) => over(db, theft, ['update', 'claim', 'doubt', 'appeal', 'network'])),
    on(CaseClosed, (db, { case: theft, reason }) =>
      over(
        db,
        theft,
        lifts(reason) ? ['update', 'claim', 'doubt', 'appeal', 'network'] : ['update', 'claim', 'doubt', 'network'],
      ),
    ),
    on(CaseReopened, (db, { case: theft }, { at }) => [
      waits(db, { item: update(theft), case: theft, sort: 'update', due: promiseOf(at, at) }, at),
      db.deleteFrom('desk_item').where('item', '=', `challenge/${theft}`),
    ]),

    on(ClockNear, (db, { item, due }) =>
      db.updateTable('desk_item').set({ warn_at: null }).where('item', '=', item).where('due', '=', due),
    ),
    on(ClockMissed, (db, missed, { at }) => [
      deviates(db, missed, at),
      db
        .updateTable('desk_item')
        .set({ warn_at: null, miss_at: null })
        .where('item', '=', missed.item)
        .where('due', '=', missed.due),
    ]),
    on(DeviationExplained, (db, { item, due, reason }) =>
      db.updateTable('desk_deviation').set({ reason }).where('item', '=', item).where('due', '=', due),
    ),
  ],
  { tables: ['desk_case', 'desk_item', 'desk_done', 'desk_deviation'] },
)

const update = (theft: string) => `update/${theft}`

/** Which network has the number: named by the fact that put it before the desk, so that an answer clears only what it had seen. */
const noNetwork = (theft: string, version: number) => ({
  ...{ item: `network/${theft}/${version}`, case: theft, sort: 'network' as const },
})

/** What waits for proof is in no queue until then: it is nobody's, and has no time. */
const unproved = ''

const untilProved = (db: Db, theft: string, version: number, at: string) => {
  const { item, sort } = noNetwork(theft, version)
  const query = sql`
    insert into desk_item (item, case_id, owner, sort, since, due)
    select ${item}::text, case_id, ${unproved}::text, ${sort}::text, ${at}::timestamptz, 'infinity'::timestamptz
    from desk_case where case_id = ${theft}::uuid and not proved on conflict do nothing`
  return { compile: () => query.compile(db) }
}

const proofCame = (db: Db, theft: string, version: number, at: string) => {
  const [{ item, sort }, due] = [noNetwork(theft, version), answerBy(at)]
  const query = sql`
    update desk_item i set item = ${item}, owner = d.owner, since = ${at}::timestamptz, due = ${due}::timestamptz,
      warn_at = ${warnAt(sort, due)}::timestamptz, miss_at = ${missAt(sort, due)}::timestamptz
    from desk_case d where d.case_id = i.case_id and i.case_id = ${theft}::uuid and i.owner = ${unproved}`
  return { compile: () => query.compile(db) }
}

/** What stands in the queue of it, as far as somebody had seen it who looked at the case up to a version. */
const networkOf = (theft: string, upTo = 2_147_483_647) => sql<boolean>`
  case_id = ${theft}::uuid and owner <> ${unproved} and case sort when 'network'
    then coalesce(nullif(split_part(item, '/', 3), ''), '0')::int <= ${upTo}::int else false end`

const doubtsBut = (theft: string, conflicts: readonly string[]) => sql<boolean>`
  case_id = ${theft}::uuid and sort = 'doubt' and split_part(item, '/', 3) <> all(${conflicts}::text[])`

/** All that was shown came with a report that was split off: what is left is a claim, and waits for its own end. */
const bareAgain = (db: Db, theft: string, until: string, at: string) => [
  db.deleteFrom('desk_item').where('item', '=', update(theft)),
  db.updateTable('desk_case').set({ proved: false }).where('case_id', '=', theft),
  waits(db, { item: update(theft), case: theft, sort: 'claim', due: until }, at),
]

/** What waits already goes on waiting by its first time. */
const waits = (db: Db, { item, case: theft, sort, due }: Waiting, at: string, { proved = false } = {}) =>
  db
    .insertInto('desk_item')
    .columns(['item', 'case_id', 'owner', 'sort', 'since', 'due', 'warn_at', 'miss_at'])
    .expression((eb) =>
      eb
        .selectFrom('desk_case')
        .select([
          sql<string>`${item}::text`.as('item'),
          'case_id',
          'owner',
          sql<Sort>`${sort}::text`.as('sort'),
          ...[instant('since', at), instant('due', due)],
          ...[instant('warn_at', warnAt(sort, due)), instant('miss_at', missAt(sort, due))],
        ])
        .where('case_id', '=', theft)
        .$if(proved, (q) => q.where('proved', '=', true)),
    )
    .onConflict((c) => c.column('item').doNothing())

const waitsAlone = (db: Db, item: string, owner: string, at: string) => {
  const [sort, due] = ['appeal' as const, lookBy(at)]
  const clock = { due, warn_at: warnAt(sort, due), miss_at: missAt(sort, due) }
  return db
    .insertInto('desk_item')
    .values({ item, case_id: null, owner, sort, since: at, ...clock })
    .onConflict((c) => c.column('item').doNothing())
}

const instant = <Name extends string>(name: Name, at: string | null) => sql<string>`${at}::timestamptz`.as(name)

const promised = (db: Db, theft: string, next: string) =>
  db
    .updateTable('desk_item')
    .set((eb) => ({
      due: next,
      warn_at: ifUpdate(eb.ref('sort'), new Date(Date.parse(next) - warnedMs.update).toISOString()),
      miss_at: ifUpdate(eb.ref('sort'), next),
    }))
    .where('item', '=', update(theft))

const ifUpdate = (sort: unknown, at: string) =>
  sql<string | null>`case when ${sort} = 'update' then ${at}::timestamptz end`

type Missed = { readonly case?: string | undefined; readonly item: string; readonly sort: Sort; readonly due: string }

/** A case left the published path. Whose it is stands at the case, or at what waits without one; it may have been done just now. */
const deviates = (db: Db, { case: theft, item, sort, due }: Missed, at: string) => {
  const ofCase = sql`select owner from desk_case where case_id = ${theft ?? null}::uuid`
  const alone = sql`select owner from desk_item where item = ${item}`
  const query = sql`
    insert into desk_deviation (item, due, case_id, owner, sort, missed_at, reason)
    select ${item}, ${due}::timestamptz, ${theft ?? null}::uuid, owner, ${sort}, ${at}::timestamptz, null
    from (${ofCase} union all ${alone} limit 1) whose on conflict do nothing`
  return { compile: () => query.compile(db) }
}

/** What was counted as missed has no time any more at which it would be. */
const missed = sql<boolean>`miss_at is null and sort <> 'claim'`.as('missed')

/** It waits no more, and stands among what was done, with how long it took. */
const done = (db: Db, item: string, at: string) => doneWhere(db, sql<boolean>`item = ${item}`, at)

const doneWhere = (db: Db, which: RawBuilder<boolean>, at: string) => [
  db
    .insertInto('desk_done')
    .columns(['item', 'due', 'owner', 'sort', 'since', 'done_at', 'missed'])
    .expression((eb) =>
      eb
        .selectFrom('desk_item')
        .select(['item', 'due', 'owner', 'sort', 'since', instant('done_at', at), missed])
        .where(which),
    )
    .onConflict((c) => c.doNothing()),
  db.deleteFrom('desk_item').where(which),
]

const over = (db: Db, theft: string, sorts: readonly Sort[]) =>
  db.deleteFrom('desk_item').where('case_id', '=', theft).where('sort', 'in', sorts)
