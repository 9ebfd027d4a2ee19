import { defineReaction, type Tools } from '#ledger'
import { isLayingOut, openStops, type StopTables } from '#modules/response/public'
import { findOwner } from '../commands/find-owner.ts'
import { CaseMatched } from '../events/case-matched.ts'
import { HandsetSeized } from '../events/handset-seized.ts'
import type { Finder } from '../vocabulary.ts'

/** Carries a seizure over to its case: the owner is told, and locating ends (B66). */
export default defineReaction<StopTables>('tell-owner-found', (on) => [
  on(HandsetSeized, async ({ exhibit, case: theft, tray }, { at }, tools) => {
    if (theft) await tell(tools, { exhibit, case: theft, by: tray ? 'tray' : 'officer-check', seizedAt: at })
  }),
  on(CaseMatched, (match, _, tools) => tell(tools, match)),
])

type Found = { exhibit: string; case: string; by: Finder; seizedAt: string }

async function tell({ db, execute, now }: Tools<StopTables>, found: Found): Promise<void> {
  if (await isLayingOut(db, found.case)) throw new Error('What this case owes is not laid out yet: look again.')
  await execute(findOwner, { ...found, stops: await openStops(db, found.case, now()) })
}
