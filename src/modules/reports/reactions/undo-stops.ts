import { defineReaction, readStream, type Tools } from '#ledger'
import { keysLetGo, openStops, type StopTables, stopsLetGo } from '#modules/response/public'
import { queryable } from '#platform/database'
import { theftCase } from '../case.ts'
import { letGo } from '../commands/let-go.ts'
import { undoStops } from '../commands/undo-stops.ts'
import { CaseClosed, lifts } from '../events/case-closed.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { laidOut, mustBe } from '../laid-out.ts'

/**
 * Undoes everything that a case stopped, also what was owed in the very second before. A case that has ended owes nothing new,
 * so once none of its obligations waits to be laid out, its actions are all there are. A case that names other numbers now
 * lets go of what it stopped by the old ones.
 */
export default defineReaction<StopTables>('undo-stops', (on) => [
  on(ReportWithdrawn, ({ case: theft }, _, tools) => undo(theft, tools)),
  on(CaseClosed, async ({ case: theft, reason }, _, tools) => {
    if (lifts(reason)) await undo(theft, tools)
  }),
  on(ProofShown, async ({ case: theft }, _, tools) => {
    if ((await keysLetGo(tools.db, theft)).length === 0) return
    await laidOut(theft, tools)
    const stops = await stopsLetGo(tools.db, theft, tools.now())
    mustBe(await tools.execute(letGo, { case: theft, stops }, 'let-go'))
  }),
])

async function undo(theft: string, tools: Tools<StopTables>): Promise<void> {
  // Cases that are one theft end together: what the other has taken back already is not taken back twice.
  const { twins, joinedTo } = theftCase.run(await readStream(queryable(tools.db), `case/${theft}`))
  for (const one of [theft, ...twins, ...(joinedTo ? [joinedTo] : [])]) await laidOut(one, tools)
  const stops = await openStops(tools.db, theft, tools.now())
  mustBe(await tools.execute(undoStops, { case: theft, stops }))
}
