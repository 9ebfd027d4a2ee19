import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { ImeiClaimedAgain } from '../events/imei-claimed-again.ts'

export type ImeiOwner = {
  imei_owner: { imei_key: ImeiKey; claimant: string; handset: string | null; proved: boolean; at: string }
}

const correctedMs = 3_600_000

/** Who says of which number that it is on their phone, also where the register refused: what clones are known by. */
export const imeiOwner = defineView<ImeiOwner>('imei_owner', 'async', (on) => [
  // Who has sold a phone claims nothing of it any more.
  on(HandsetRegistered, (db, { handset, imeis, owner, channel }, { at }) => [
    db.deleteFrom('imei_owner').where('handset', '=', handset),
    // A shop that first wrote it down wrongly.
    db
      .deleteFrom('imei_owner')
      .where('imei_key', 'in', keysOf(imeis))
      .where('handset', 'is', null)
      .where('at', '>', new Date(Date.parse(at) - correctedMs).toISOString()),
    claim(db, imeis, channel === 'owner' ? [] : imeis, { claimant: owner, handset, at }),
  ]),
  on(HandsetEnrolled, (db, { handset, imeis, imeisProved, line }, { at }) =>
    imeis.length === 0 ? [] : claim(db, imeis, imeisProved, { claimant: line, handset, at }),
  ),
  on(ImeiClaimedAgain, (db, { imeis, claimant, proved }, { at }) =>
    claim(db, imeis, proved ? imeis : [], { claimant, handset: null, at }),
  ),
])

type Row = Omit<ImeiOwner['imei_owner'], 'imei_key' | 'proved'>

const claim = (db: Kysely<ImeiOwner>, imeis: readonly Imei[], proved: readonly Imei[], row: Row) =>
  db
    .insertInto('imei_owner')
    .values(keysOf(imeis).map((imei_key) => ({ imei_key, ...row, proved: keysOf(proved).includes(imei_key) })))
    .onConflict((c) =>
      c.columns(['imei_key', 'claimant']).doUpdateSet({
        handset: row.handset,
        proved: (eb) => eb.ref('excluded.proved'),
      }),
    )
