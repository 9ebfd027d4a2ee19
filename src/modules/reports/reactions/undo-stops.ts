import { setTimeout as pause } from 'node:timers/promises'
import { defineReaction, type Tools } from '#ledger'
import { isLayingOut, openStops, type StopTables } from '#modules/response/public'
import { undoStops } from '../commands/undo-stops.ts'
import { CaseClosed } from '../events/case-closed.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'

const lookAgainMs = 20
const longestMs = 3_000

/**
 * Undoes everything that a case stopped, also what was owed in the very second before. A case that has ended owes nothing new,
 * so once none of its obligations waits to be laid out, its actions are all there are.
 */
export default defineReaction<StopTables>('undo-stops', (on) => [
  on(ReportWithdrawn, ({ case: theft }, _, tools) => undo(theft, tools)),
  on(CaseClosed, async ({ case: theft, reason }, _, tools) => {
    if (reason === 'returned') await undo(theft, tools)
  }),
])

async function undo(theft: string, { db, execute, now }: Tools<StopTables>): Promise<void> {
  for (let waited = 0; await isLayingOut(db, theft); waited += lookAgainMs) {
    if (waited >= longestMs) throw new Error('The stops of this case are not laid out yet; the undo is tried again.')
    await pause(lookAgainMs)
  }
  const stops = await openStops(db, theft, now())
  const outcome = await execute(undoStops, { case: theft, stops })
  if (!outcome.ok && outcome.refused !== 'nothing-to-undo')
    throw new Error(`The stops of a case that has ended were not undone: ${outcome.refused}.`)
}
