import { defineView } from '#ledger'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type HandsetOwner = {
  handset_owner: { handset: string; place: number; owner: string; channel: string; tenant: string; at: string }
}

/**
 * The chain of owners of each handset (B71): one row a registration, the last is who owns it now. Inline: who may enrol a
 * handset that was sold depends on it.
 */
export const handsetOwner = defineView<HandsetOwner>('handset_owner', 'inline', (on) => [
  on(HandsetRegistered, (db, { handset, owner, channel }, { version, tenant, at }) =>
    db
      .insertInto('handset_owner')
      .values({ handset, place: version, owner, channel, tenant, at })
      .onConflict((c) => c.doNothing()),
  ),
])
