import { defineReaction, readStream, type Tools } from '#ledger'
import { queryable } from '#platform/database'
import { answerBuyer } from '../commands/answer-buyer.ts'
import { CaseClosed, lifts } from '../events/case-closed.ts'
import { GoodFaithClaimed } from '../events/good-faith-claimed.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import type { BuyerOutcome } from '../vocabulary.ts'

/** When a case ends, every buyer who told of it is answered: nobody is left to wait for a case that is over. */
export const answerBuyers = defineReaction('answer-buyers', (on) => [
  on(ReportWithdrawn, (_, { stream }, tools) => answer(stream, 'freed', tools)),
  on(CaseClosed, async ({ reason }, { stream }, tools) => {
    // Closed without a lead the phone stays blocked, and the buyer is still owed a person's answer.
    if (lifts(reason)) await answer(stream, reason === 'returned' ? 'returned' : 'freed', tools)
  }),
])

async function answer(stream: string, outcome: BuyerOutcome, { db, execute }: Tools): Promise<void> {
  const claims = (await readStream(queryable(db), stream)).filter(({ type }) => type === GoodFaithClaimed.type)
  for (const claimed of claims) {
    const { case: theft, claim } = GoodFaithClaimed.decode(claimed)
    await execute(answerBuyer, { case: theft, claim, outcome }, claim)
  }
}
