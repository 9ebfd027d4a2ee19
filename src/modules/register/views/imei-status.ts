import { defineView } from '#ledger'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type ImeiStatus = {
  imei_status: { imei_key: ImeiKey; status: 'clear' | 'wait' | 'stolen'; case_id: string | null }
}

/** One row an IMEI key. Inline: a shop's check must never lag behind a victim's report. */
export const imeiStatus = defineView<ImeiStatus>('imei_status', 'inline', (on) => [
  on(HandsetRegistered, (db, { imeis }) =>
    db
      .insertInto('imei_status')
      .values(keysOf(imeis).map((imei_key) => ({ imei_key, status: 'clear', case_id: null })))
      .onConflict((c) => c.doNothing()),
  ),

  on(TheftReported, (db, { case: case_id, imeis }) =>
    db
      .insertInto('imei_status')
      .values(keysOf(imeis).map((imei_key) => ({ imei_key, status: 'stolen', case_id })))
      .onConflict((c) => c.column('imei_key').doUpdateSet({ status: 'stolen', case_id })),
  ),
])
