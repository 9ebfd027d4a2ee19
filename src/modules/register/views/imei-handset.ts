import { defineView } from '#ledger'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type ImeiHandset = { imei_handset: { imei_key: ImeiKey; handset: string } }

/**
 * Which handset an IMEI belongs to. Inline and unique: an IMEI that is in another handset already breaks the primary key
 * inside the registration's own transaction, which becomes a refusal (docs/adr/0001).
 */
export const imeiHandset = defineView<ImeiHandset>('imei_handset', 'inline', (on) => [
  on(HandsetRegistered, (db, { handset, imeis }) => [
    db.deleteFrom('imei_handset').where('handset', '=', handset),
    db.insertInto('imei_handset').values(keysOf(imeis).map((imei_key) => ({ imei_key, handset }))),
  ]),
])
