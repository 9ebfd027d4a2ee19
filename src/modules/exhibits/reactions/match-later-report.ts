import { sql } from 'kysely'
import { defineReaction, type Tools } from '#ledger'
import { type Imei, imeiOf, keysOf } from '#lib/imei/imei'
import { levelOf, type Means } from '#lib/proof'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { matchExhibit } from '../commands/match-exhibit.ts'
import { lookUp } from '../look-up.ts'
import type { MatchTables } from '../match/facts.ts'

/** Many handsets are seized before anybody reports them: each report looks whether its handset is in custody already. */
export default defineReaction<MatchTables>('match-later-report', (on) => [
  on(TheftReported, ({ imeis, means }, _, tools) => matchHeld(tools, imeis, means)),
  on(ProofShown, ({ imeis, means }, _, tools) => matchHeld(tools, imeis, means)),
])

async function matchHeld({ db, execute }: Tools<MatchTables>, imeis: readonly Imei[], means: Means): Promise<void> {
  if (imeis.length === 0 || levelOf(means) === 0) return
  const held = await db
    .selectFrom('exhibit')
    .select(['exhibit', 'imei_keys', 'case_id'])
    .where(sql<boolean>`imei_keys && ${keysOf(imeis)}::text[]`)
    .where('returned_at', 'is', null)
    .execute()
  for (const { exhibit, imei_keys } of held) {
    const verdict = await lookUp(db, imei_keys.map(imeiOf), exhibit)
    if (verdict.state === 'ambiguous' && verdict.why === 'case-unproven')
      throw new Error('The list of cases has not heard of this proof yet: look again.')
    if (verdict.state === 'matched' && verdict.case)
      await execute(matchExhibit, { exhibit, case: verdict.case, by: 'later-report' }, exhibit)
  }
}
