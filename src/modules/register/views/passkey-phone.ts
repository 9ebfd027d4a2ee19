import { defineView } from '#ledger'
import { PasskeyEnded } from '../events/passkey-ended.ts'
import { PhoneEntrusted } from '../events/phone-entrusted.ts'
import type { PasskeyMeans } from '../vocabulary.ts'

export type PasskeyPhoneTable = {
  passkey_phone: {
    passkey: string
    secret: string
    handset: string
    line: string
    means: PasskeyMeans
    at: string
  }
}

/** Which phones a passkey may stop. Whether it still may, the code says by which it got it (`stop_secret`). */
export const passkeyPhone = defineView<PasskeyPhoneTable>('passkey_phone', 'inline', (on) => [
  on(PhoneEntrusted, (db, phone, { at }) =>
    db
      .insertInto('passkey_phone')
      .values({ ...phone, at })
      .onConflict((c) => c.columns(['passkey', 'secret']).doUpdateSet({ means: phone.means, at })),
  ),
  on(PasskeyEnded, (db, { passkey }) => db.deleteFrom('passkey_phone').where('passkey', '=', passkey)),
])
