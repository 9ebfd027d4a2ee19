import { defineView } from '#ledger'
import { PasskeyEnded } from '../events/passkey-ended.ts'
import { PasskeyKept } from '../events/passkey-kept.ts'
import { PasskeyUsed } from '../events/passkey-used.ts'
import { PushesTaken } from '../events/pushes-taken.ts'

export type PasskeyTable = {
  passkey: {
    passkey: string
    credential: string
    bound: boolean
    counter: number
    /** Where its device takes pushes: a vault reference. */
    subscription: string | null
    at: string
    used_at: string | null
  }
}

/** The passkeys that open somebody's page. Inline: it is used as soon as it is kept. */
export const passkeyView = defineView<PasskeyTable>('passkey', 'inline', (on) => [
  on(PasskeyKept, (db, kept, { at }) =>
    db
      .insertInto('passkey')
      .values({ ...kept, at, subscription: null, used_at: null })
      .onConflict((c) => c.doNothing()),
  ),
  on(PasskeyUsed, (db, { passkey, counter }, { at }) =>
    db.updateTable('passkey').set({ counter, used_at: at }).where('passkey', '=', passkey),
  ),
  on(PushesTaken, (db, { passkey, subscription }) =>
    db.updateTable('passkey').set({ subscription }).where('passkey', '=', passkey),
  ),
  on(PasskeyEnded, (db, { passkey }) => db.deleteFrom('passkey').where('passkey', '=', passkey)),
])
