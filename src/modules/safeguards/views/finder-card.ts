import { defineView } from '#ledger'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { FinderCardGiven } from '../events/finder-card-given.ts'

export type FinderCardTable = { finder_card: { card: string; line: string; handset: string } }

/** The lock-screen cards that lead somewhere. A new one ends no old one: that may still be on the screen. A resale ends all. */
export const finderCard = defineView<FinderCardTable>('finder_card', 'async', (on) => [
  on(FinderCardGiven, (db, given) =>
    db
      .insertInto('finder_card')
      .values(given)
      .onConflict((c) => c.doNothing()),
  ),
  on(HandsetRegistered, (db, { handset, channel }) =>
    channel === 'resale' ? db.deleteFrom('finder_card').where('handset', '=', handset) : [],
  ),
])
