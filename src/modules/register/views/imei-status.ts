import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { levelOf, type Means } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type ImeiStatus = {
  imei_status: {
    imei_key: ImeiKey
    status: 'clear' | 'wait' | 'stolen'
    case_id: string | null
    /** From when on it counts as clear again by itself; null for never. */
    until: string | null
  }
}

/**
 * One row an IMEI key. Inline: a shop's check must never lag behind a victim's report. It follows the ladder: `wait` from
 * level 1, `stolen` from level 2, nothing at level 0.
 */
export const imeiStatus = defineView<ImeiStatus>('imei_status', 'inline', (on) => [
  on(HandsetRegistered, (db, { imeis }) =>
    db
      .insertInto('imei_status')
      .values(keysOf(imeis).map((imei_key) => ({ imei_key, status: 'clear', case_id: null, until: null })))
      .onConflict((c) => c.doNothing()),
  ),

  on(TheftReported, (db, { case: theft, imeis, means, until = null }) => flag(db, theft, imeis, means, until)),
  on(ProofShown, (db, { case: theft, imeis, means, until = null }) => flag(db, theft, imeis, means, until)),
  on(ReportWithdrawn, (db, { case: theft }) => clear(db, theft)),
  on(CaseClosed, (db, { case: theft, reason }) => (reason === 'returned' ? clear(db, theft) : [])),
])

function flag(db: Kysely<ImeiStatus>, case_id: string, imeis: readonly Imei[], means: Means, until: string | null) {
  const level = levelOf(means)
  if (level === 0 || imeis.length === 0) return []
  const status = level === 1 ? ('wait' as const) : ('stolen' as const)
  const query = db
    .insertInto('imei_status')
    .values(keysOf(imeis).map((imei_key) => ({ imei_key, status, case_id, until })))
  return query.onConflict((c) => {
    const update = c.column('imei_key').doUpdateSet({ status, case_id, until })
    return status === 'wait' ? update.where('imei_status.status', '!=', 'stolen') : update // a weaker proof lowers nothing
  })
}

const clear = (db: Kysely<ImeiStatus>, theft: string) =>
  db.updateTable('imei_status').set({ status: 'clear', case_id: null, until: null }).where('case_id', '=', theft)
