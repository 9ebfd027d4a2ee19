import { defineView } from '#ledger'
import { BuyerAnswered } from '../events/buyer-answered.ts'
import { GoodFaithClaimed } from '../events/good-faith-claimed.ts'
import type { BuyerOutcome } from '../vocabulary.ts'

export type CaseClaim = {
  case_claim: {
    claim: string
    case_id: string
    made_at: string
    due: string
    answered_at: string | null
    outcome: BuyerOutcome | null
  }
}

/** So long may a buyer wait for an answer (USERS 4). */
const answerMs = 28 * 86_400_000

/** Buyers in good faith, each with the day by which they are answered. */
export const caseClaim = defineView<CaseClaim>('case_claim', 'async', (on) => [
  on(GoodFaithClaimed, (db, { claim, case: case_id }, { at }) => {
    const due = new Date(new Date(at).getTime() + answerMs).toISOString()
    return db
      .insertInto('case_claim')
      .values({ claim, case_id, made_at: at, due, answered_at: null, outcome: null })
      .onConflict((c) => c.doNothing())
  }),
  on(BuyerAnswered, (db, { claim, outcome }, { at }) =>
    db.updateTable('case_claim').set({ outcome, answered_at: at }).where('claim', '=', claim),
  ),
])
