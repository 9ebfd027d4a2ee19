import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type ImeiHandset = { imei_handset: { imei_key: ImeiKey; handset: string } }

/**
 * Which handset an IMEI belongs to. Inline and unique: an IMEI that is in another handset already breaks the primary key
 * inside the registration's own transaction, which becomes a refusal (docs/adr/0001).
 */
export const imeiHandset = defineView<ImeiHandset>('imei_handset', 'inline', (on) => [
  on(HandsetRegistered, (db, { handset, imeis }) => [
    db.deleteFrom('imei_handset').where('handset', '=', handset),
    insert(db, handset, imeis),
  ]),

  // An owner may know only one of two numbers: the others stay.
  on(HandsetEnrolled, (db, { handset, imeis }) =>
    imeis.length === 0
      ? []
      : [
          db.deleteFrom('imei_handset').where('handset', '=', handset).where('imei_key', 'in', keysOf(imeis)),
          insert(db, handset, imeis),
        ],
  ),
])

const insert = (db: Kysely<ImeiHandset>, handset: string, imeis: readonly Imei[]) =>
  db.insertInto('imei_handset').values(keysOf(imeis).map((imei_key) => ({ imei_key, handset })))
