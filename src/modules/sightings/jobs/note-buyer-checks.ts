import { type Generated, sql } from 'kysely'
import { defineJob } from '#ledger'
import type { CaseId } from '#lib/ids'
import type { Answer } from '../answer.ts'
import { showWarning } from '../commands/show-warning.ts'

export type BuyerCheckTable = { buyer_check: { id: Generated<string>; answer: Answer; cases: CaseId[] } }

const most = 1000

/** Writes down on its case that somebody about to buy a reported phone was warned (B64), and forgets every check. */
export default defineJob<BuyerCheckTable>('note-buyer-checks', {
  everyMs: 1000,
  async run({ db, execute }) {
    const checks = await db
      .selectFrom('buyer_check')
      .select(['id', 'answer', 'cases'])
      .orderBy('id')
      .limit(most)
      .execute()
    if (checks.length === 0) return
    for (const { answer, cases } of checks)
      if (answer !== 'buy') for (const theft of cases) await execute(showWarning, { case: theft, answer, to: 'buyer' })
    // Only afterwards: a warning that is on its case is not written down twice within the hour.
    await db
      .deleteFrom('buyer_check')
      .where('id', '=', sql<string>`any(${checks.map(({ id }) => id)}::bigint[])`)
      .execute()
  },
})
