import type { Kysely, OnConflictBuilder } from 'kysely'
import { defineView, type StoredEvent } from '#ledger'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { levelOf, type Means } from '#lib/proof'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type ImeiStatus = {
  imei_status: {
    imei_key: ImeiKey
    status: 'clear' | 'wait' | 'stolen'
    /** Null in the row that says only that the register knows the handset: that one is always `clear`. */
    case_id: string | null
    /** From when on it counts as clear again by itself; null for never. */
    until: string | null
  }
  /** Always empty: see `notReported`. */
  reported_stolen: { imei_key: ImeiKey }
}

/**
 * One row an IMEI key and case; the worst that holds counts (`statusOf`). A second case on a handset so never washes what
 * the first one says of it (USERS 4). Inline: a shop's check must never lag behind a victim's report. It follows the
 * ladder: `wait` from level 1, `stolen` from level 2, nothing at level 0. A number that its case names no more is clear at once.
 */
export const imeiStatus = defineView<ImeiStatus>('imei_status', 'inline', (on) => [
  on(HandsetRegistered, (db, { imeis }, event) => [...known(db, imeis), ...notReported(db, imeis, event)]),
  on(HandsetEnrolled, (db, { imeis }, event) =>
    imeis.length > 0 ? [...known(db, imeis), ...notReported(db, imeis, event)] : [],
  ),

  // A case that begins has no rows yet: a plain insert, the cheaper one on the way of every report.
  on(
    TheftReported,
    (db, { case: theft, imeis, means, until = null }) => flag(db, theft, imeis, { means, until }) ?? [],
  ),
  on(ProofShown, (db, { case: theft, imeis, means, until = null }, { at }) => {
    const proof = { means, until }
    const flagged = flag(db, theft, imeis, proof)?.onConflict((c) => raised(c, proof, at))
    return [...others(db, theft, imeis), ...(flagged ? [flagged] : [])]
  }),
  // What a report that was split off had told or proved holds here no more.
  on(ReportSplit, (db, { case: theft, imeis, means, until = null }) => {
    const flagged = flag(db, theft, imeis, { means, until })?.onConflict((c) =>
      c.columns(['imei_key', 'case_id']).doUpdateSet({ status: statusFor(means) ?? 'clear', until }),
    )
    return [clear(db, theft), ...(flagged ? [flagged] : [])]
  }),
  on(ReportWithdrawn, (db, { case: theft }) => clear(db, theft)),
  on(CaseClosed, (db, { case: theft, reason }) => (lifts(reason) ? clear(db, theft) : [])),
])

const known = (db: Kysely<ImeiStatus>, imeis: readonly Imei[]) => [
  db
    .insertInto('imei_status')
    .values(keysOf(imeis).map((imei_key) => ({ imei_key, status: 'clear' as const, case_id: null, until: null })))
    .onConflict((c) => c.doNothing()),
]

/**
 * A reported handset gets no new owner: its key is put twice into a table that is otherwise empty, and the primary key
 * refuses. Of a sale and a report at the same moment the one that is there first counts; a report that is being taken back
 * is waited for. What has been appended stays a fact when the view is built again.
 */
function notReported(db: Kysely<ImeiStatus>, imeis: readonly Imei[], { id, at }: StoredEvent) {
  if (id !== '') return []
  const reported = db
    .selectFrom('imei_status')
    .select('imei_key')
    .where('imei_key', 'in', keysOf(imeis))
    .where('status', '!=', 'clear')
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at)]))
    .forUpdate()
  const put = db
    .insertInto('reported_stolen')
    .columns(['imei_key'])
    .expression(db.selectFrom(reported.as('reported')).select('imei_key'))
  return [put, put]
}

type Proof = { readonly means: Means; readonly until: string | null }

/** Undefined where the proof is not enough for anything. */
function statusFor(means: Means) {
  const level = levelOf(means)
  if (level === 0) return undefined
  return level === 1 ? ('wait' as const) : ('stolen' as const)
}

function flag(db: Kysely<ImeiStatus>, case_id: string, imeis: readonly Imei[], { means, until }: Proof) {
  const status = statusFor(means)
  if (!status || imeis.length === 0) return undefined
  return db.insertInto('imei_status').values(keysOf(imeis).map((imei_key) => ({ imei_key, status, case_id, until })))
}

/** A weaker proof lowers nothing that holds; what has lapsed holds nothing. */
function raised(c: OnConflictBuilder<ImeiStatus, 'imei_status'>, { means, until }: Proof, at: string) {
  const status = statusFor(means)
  const update = c.columns(['imei_key', 'case_id']).doUpdateSet({ status, until })
  if (status === 'stolen') return update
  return update.where(({ eb, or }) => or([eb('imei_status.status', '!=', 'stolen'), eb('imei_status.until', '<=', at)]))
}

const clear = (db: Kysely<ImeiStatus>, theft: string) =>
  db.updateTable('imei_status').set({ status: 'clear', until: null }).where('case_id', '=', theft)

/** Their rows stay: what was stopped by them is found there (`stopsLetGo`). */
const others = (db: Kysely<ImeiStatus>, theft: string, imeis: readonly Imei[]) =>
  imeis.length > 0 ? [clear(db, theft).where('imei_key', 'not in', keysOf(imeis))] : []
