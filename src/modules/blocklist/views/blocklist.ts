import { type Kysely, type RawBuilder, sql } from 'kysely'
import { defineView, type StoredEvent } from '#ledger'
import { type Imei, isDummy, keysOf } from '#lib/imei/imei'
import { levelOf, type Means } from '#lib/proof'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { ListImported } from '../events/list-imported.ts'
import { notePieces, takeRows } from '../take-rows.ts'

/** Of each key what holds it: a case, or a list that somebody else keeps. */
export type Blocklist = {
  listing: { imei_key: string; source: string; status: 'blocked' | 'tracked'; until: string | null; at: string }
  listing_doubt: { source: string; conflict: string }
  listing_held_back: { source: string; imei_key: string; until: string | null }
  list_change: { no: string; imei_key: string; holds: string; seq: string }
  list_piece: { last: string; first: string; seq: string; hash: Buffer }
}

/**
 * What operators should refuse, and its numbered changes. A case blocks as the ladder does: from level 1 on, until its proof
 * lapses, and while something speaks against it no more than before. Tracked is what other registers' lists say. All of it comes from the events and their sealed order, nothing from a
 * clock, so that building it again gives the same numbers and hashes.
 */
export const blocklist = defineView<Blocklist>(
  'blocklist',
  'async',
  (on) => [
    on(TheftReported, (db, report, event) => (levelOf(report.means) > 0 ? hold(db, report, event) : [])),
    on(ProofShown, (db, proof, event) => hold(db, proof, event)),
    on(ConflictFound, (db, { case: theft, conflict }) => doubt(db, theft, conflict)),
    on(ConflictSettled, (db, { case: theft, conflict, stands }, event) =>
      stands ? settle(db, theft, conflict, event) : doubt(db, theft, conflict),
    ),
    on(ReportSplit, (db, alone, event) => standAlone(db, alone, event)),
    on(ReportWithdrawn, (db, { case: theft }, event) => release(db, theft, event)),
    on(CaseClosed, (db, { case: theft, reason }, event) => (lifts(reason) ? release(db, theft, event) : [])),
    on(ListImported, (db, list, event) => takeList(db, list, event)),
  ],
  { tables: ['listing', 'listing_doubt', 'listing_held_back', 'list_change', 'list_piece'] },
)

type Proof = {
  readonly case: string
  readonly imeis: readonly Imei[]
  readonly means: Means
  readonly until?: string | undefined
}

/**
 * What the ladder lets a proof do: block, or wait for a person where something speaks against the report. What the case named
 * before and names no more is let go in the same change: one sealed entry is one piece of the running hash.
 */
function hold(db: Kysely<Blocklist>, { case: theft, imeis, means, until }: Proof, event: StoredEvent) {
  if (imeis.length === 0) return [] // of the handset nothing new is said
  const named = keysOf(imeis).filter((key) => !isDummy(key))
  const source = `case/${theft}`
  const waits = doubted(source, until === undefined)
  const held = levelOf(means) > 0 ? named : []
  const said = sql`select key as imei_key, ${until ?? null}::timestamptz as until from unnest(${held}::bigint[]) as given(key)`
  const others = sql`source = ${source} and source like 'case/%' and imei_key <> all(${named}::bigint[])`
  const heldBack = sql`
    insert into listing_held_back (source, imei_key, until) select ${source}, imei_key, until from (${said}) said
    where ${waits} on conflict (source, imei_key) do update set until = excluded.until`
  const blocked = blocking(source, sql`select * from (${said}) said where not ${waits}`, event)
  return [
    ...change(db, sql`${blocked} union all ${lettingGo} where ${others}`, event),
    ...[heldBack, sql`delete from listing_held_back where ${others}`].map((query) => compiled(db, query)),
  ]
}

const lettingGo = sql`select imei_key, source, null::text as status, null::timestamptz as until from listing`

/** Possible abuse holds back what lapses by itself, and no more: of the rest somebody looked who it is that asks (docs/adr/0024). */
const doubted = (source: string, lasts = false) =>
  sql`exists (select from listing_doubt where source = ${source} and not (${lasts} and conflict = 'domestic-abuse'))`

/** Keys (`imei_key, until`) as a case blocks them. A weaker proof shortens nothing that holds; what has lapsed holds nothing. */
const blocking = (source: string, keys: RawBuilder<unknown>, { at }: StoredEvent) => sql`
  select imei_key, ${source}::text as source, 'blocked'::text as status, until from (${keys}) proof
  where until is null or not exists (
    select from listing where listing.imei_key = proof.imei_key and source = ${source}
      and (listing.until is null or listing.until > greatest(proof.until, ${at}::timestamptz)))`

/** Nothing that is done is lifted by a doubt; nothing is added to it. */
const doubt = (db: Kysely<Blocklist>, theft: string, conflict: string) =>
  db
    .insertInto('listing_doubt')
    .values({ source: `case/${theft}`, conflict })
    .onConflict((c) => c.doNothing())

/** A person found that the report stands: with the last doubt, what was held back blocks. */
function settle(db: Kysely<Blocklist>, theft: string, conflict: string, event: StoredEvent) {
  const source = `case/${theft}`
  const waiting = sql`from listing_held_back where source = ${source} and not ${doubted(source)}`
  return [
    db.deleteFrom('listing_doubt').where('source', '=', source).where('conflict', '=', conflict),
    ...change(db, blocking(source, sql`select imei_key, until ${waiting}`, event), event),
    compiled(db, sql`delete ${waiting}`),
  ]
}

/** What a report that was split off had the case hold is let go; what the case shows by itself holds on, and no longer than that does. */
function standAlone(
  db: Kysely<Blocklist>,
  { case: theft, imeis, means, until, conflicts }: Proof & { readonly conflicts: readonly string[] },
  event: StoredEvent,
) {
  const source = `case/${theft}`
  const named = levelOf(means) > 0 ? keysOf(imeis).filter((key) => !isDummy(key)) : []
  const waits = doubted(source, until === undefined)
  const others = sql`source = ${source} and source like 'case/%' and imei_key <> all(${named}::bigint[])`
  const own = sql`
    select key as imei_key, ${source}::text as source, 'blocked'::text as status, ${until ?? null}::timestamptz as until
    from unnest(${named}::bigint[]) as given(key) where not ${waits}`
  const gone = sql`delete from listing_doubt where source = ${source} and conflict <> all(${conflicts}::text[])`
  return [
    compiled(db, gone),
    ...change(db, sql`${own} union all ${lettingGo} where ${others}`, event),
    compiled(db, sql`delete from listing_held_back where ${others} or (source = ${source} and not ${waits})`),
  ]
}

const release = (db: Kysely<Blocklist>, theft: string, event: StoredEvent) => [
  db.deleteFrom('listing_doubt').where('source', '=', `case/${theft}`),
  db.deleteFrom('listing_held_back').where('source', '=', `case/${theft}`),
  ...change(db, sql`${lettingGo} where source = ${`case/${theft}`} and source like 'case/%'`, event),
]

type List = {
  readonly source: string
  readonly sha256: string
  readonly from: number
  readonly to: number
  readonly last: boolean
  readonly whole: boolean
}

function takeList(db: Kysely<Blocklist>, { sha256, from, to, ...list }: List, event: StoredEvent) {
  const source = `list/${list.source}`
  const file = sql`(select id from list_import where sha256 = ${sha256})`
  const isWhole = list.whole && list.last
  const gone = sql`
    union all select imei_key, source, null::text, null::timestamptz from listing
    where source = ${source} and not exists (
      select from list_import_row where import = ${file} and list_import_row.imei_key = listing.imei_key)`
  const part = sql`
    select distinct on (imei_key) imei_key, status, until from list_import_row
    where import = ${file} and line > ${from} and line <= ${to} order by imei_key, line desc`
  const rows = sql`
    select imei_key, ${source}::text as source, status, until from (${part}) part
    ${isWhole ? gone : sql``}`
  return change(db, rows, event, planFor(isWhole ? 'many' : 'few'))
}

const change = (db: Kysely<Blocklist>, rows: RawBuilder<unknown>, event: StoredEvent, plan = planFor('few')) =>
  [plan, takeRows(rows, event), notePieces].map((query) => compiled(db, query))

const compiled = (db: Kysely<Blocklist>, query: RawBuilder<unknown>) => ({ compile: () => query.compile(db) })

/**
 * A plan is made while the list is short and kept when it has become long. For a few keys it must look up each; for a file it
 * may go through the list once.
 */
function planFor(rows: 'few' | 'many') {
  const [join, memory] = rows === 'few' ? ['off', '4MB'] : ['on', '192MB']
  return sql`select set_config('enable_seqscan', 'off', true), set_config('work_mem', ${memory}, true),
    set_config('enable_hashjoin', ${join}, true), set_config('enable_mergejoin', ${join}, true)`
}
