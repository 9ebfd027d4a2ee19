import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import { reopenCase } from '#modules/reports/public'
import { isLayingOut, openStops, type StopTables } from '#modules/response/public'
import { queryable } from '#platform/database'
import { caseOfExhibit } from '../case-of-exhibit.ts'
import { findOwner } from '../commands/find-owner.ts'
import { ruleOutOwner } from '../commands/rule-out-owner.ts'
import { CaseMatched } from '../events/case-matched.ts'
import { HandsetSeized } from '../events/handset-seized.ts'
import { exhibit as exhibitFold } from '../exhibit.ts'
import type { Finder } from '../vocabulary.ts'

/**
 * Carries a seizure over to its case: the owner is told, and locating ends (B66). A case that was told before, and whose
 * handset it is not, is told that too: else its page would say for ever that police have the phone.
 */
export default defineReaction<StopTables>('tell-owner-found', (on) => [
  on(HandsetSeized, async ({ exhibit, case: theft, tray }, event, tools) => {
    const { now } = await casesOf(tools, exhibit, event)
    if (!theft || now !== theft) return
    await tell(tools, { exhibit, case: theft, by: tray ? 'tray' : 'officer-check', seizedAt: event.at })
  }),
  on(CaseMatched, async (match, event, tools) => {
    const { exhibit } = match
    const { before, now } = await casesOf(tools, exhibit, event)
    if (before && before !== now) await tools.execute(ruleOutOwner, { case: before, exhibit }, 'ruled-out')
    if (now === match.case) await tell(tools, match)
  }),
])

/** Whose the exhibit was before this event, and whose it is now: an event may be reacted to late. */
async function casesOf({ db }: Tools<StopTables>, exhibit: string, { version }: StoredEvent) {
  const events = await readStream(queryable(db), `exhibit/${exhibit}`)
  const before = exhibitFold.run(events.filter((event) => event.version < version)).case
  return { before, now: exhibitFold.run(events).case }
}

type Found = { exhibit: string; case: string; by: Finder; seizedAt: string }

async function tell({ db, execute, now }: Tools<StopTables>, found: Found): Promise<void> {
  if (await isLayingOut(db, found.case)) throw new Error('What this case owes is not laid out yet: look again.')
  // What happens in a case that was joined to another is told there: that one must be open for it.
  const { theft, found: known } = caseOfExhibit.run(await readStream(queryable(db), `case/${found.case}`))
  if (theft.joinedTo && !known.includes(found.exhibit))
    await execute(reopenCase, { case: theft.joinedTo, why: 'new-lead' }, 'first')
  await execute(findOwner, { ...found, stops: await openStops(db, found.case, now()) })
}
