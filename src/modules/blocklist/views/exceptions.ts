import { type Kysely, type RawBuilder, sql } from 'kysely'
import { liveChannel } from '#http'
import { defineView, type StoredEvent } from '#ledger'
import { aboutPairingKey, aboutSim, pairingSays, ruleSays } from '#lib/feed/exceptions'
import { keyOf } from '#lib/imei/imei'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { ListAppealDecided } from '../events/list-appeal-decided.ts'
import { RuleLifted } from '../events/rule-lifted.ts'
import { RuleSet } from '../events/rule-set.ts'
import { SimPaired } from '../events/sim-paired.ts'
import { exceptionsTopic } from '../vocabulary.ts'

export type Exceptions = {
  list_exception: {
    no: string
    /** Null: for every operator. */
    operator: string | null
    source: string
    about: string
    says: string
    seq: string
  }
}

/** What each source says of what stands beside the list; what follows from all of them is told (`readExceptions`): pairings, each for the operator of its SIM, and rules for all, in one order (docs/adr/0019). */
export const exceptions = defineView<Exceptions>(
  'exceptions',
  'async',
  (on) => [
    on(SimPaired, (db, { case: theft, appeal, operator, sims, keyCheck }, event) =>
      change(db, event, [
        // Of the operator and not of the case: what it says last of its key stands, whatever becomes of a pairing.
        ...(keyCheck === undefined ? [] : [{ operator, source: 'operator', about: aboutPairingKey, says: keyCheck }]),
        ...sims.map(({ imei, mark }) => {
          return { operator, source: sourceOf(theft, appeal), about: aboutSim(keyOf(imei), mark), says: pairingSays() }
        }),
      ]),
    ),
    on(AppealDecided, (db, { case: theft, appeal, granted }, event) =>
      granted ? [] : lift(db, event, sourceOf(theft, appeal)),
    ),
    on(ListAppealDecided, (db, { appeal, granted }, event) =>
      granted ? [] : lift(db, event, sourceOf(undefined, appeal)),
    ),
    on(ReportWithdrawn, (db, { case: theft }, event) => lift(db, event, sourceOf(theft, ''))),
    on(CaseClosed, (db, { case: theft, reason }, event) => (lifts(reason) ? lift(db, event, sourceOf(theft, '')) : [])),
    on(RuleSet, (db, { about, until, ...rule }, event) =>
      change(db, event, [
        {
          ...{ operator: null, source: 'rule', about },
          says: ruleSays({ ...rule, ...(until !== undefined && { until: Date.parse(until) }) }),
        },
      ]),
    ),
    on(RuleLifted, (db, { about }, event) => change(db, event, [{ operator: null, source: 'rule', about, says: '' }])),
  ],
  { tables: ['list_exception'] },
)

/** Without an appeal: what the operator itself heard in another phone. */
const sourceOf = (theft: string | undefined, appeal = 'heard') =>
  theft === undefined ? `appeal/${appeal}` : `case/${theft}/${appeal}`

type Row = { readonly operator: string | null; readonly source: string; readonly about: string; readonly says: string }

const change = (db: Kysely<Exceptions>, event: StoredEvent, rows: readonly Row[]) =>
  number(
    db,
    event,
    sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(operator text, source text, about text, says text)`,
  )

/** What a source has said last and not taken back is taken back. */
const lift = (db: Kysely<Exceptions>, event: StoredEvent, source: string) =>
  number(
    db,
    event,
    sql`select operator, source, about, '' as says from (
      select distinct on (operator, source, about) operator, source, about, says from list_exception
      where starts_with(source, ${source}) order by operator, source, about, no desc) last where says <> ''`,
  )

/** Numbers some changes, and wakes whoever waits for them. Without a seal nothing has happened yet. */
const number = (db: Kysely<Exceptions>, { id }: StoredEvent, rows: RawBuilder<unknown>) => {
  const query = sql`
    with entry as (select seq from sealed where event_id = nullif(${id}, '')::bigint),
    noted as (
      insert into list_exception (no, operator, source, about, says, seq)
      select (select coalesce(max(no), 0) from list_exception) + row_number() over (order by about), operator, source,
        about, says, seq from (${rows}) changed cross join entry returning no)
    select pg_notify(${sql.lit(liveChannel)}, ${sql.lit(exceptionsTopic)}) from noted limit 1`
  return { compile: () => query.compile(db) }
}
