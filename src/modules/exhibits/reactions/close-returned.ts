import { defineReaction } from '#ledger'
import { closeCase } from '#modules/reports/public'
import { isLayingOut, openStops, type StopTables } from '#modules/response/public'
import { HandsetReturned } from '../events/handset-returned.ts'

/** The owner has the handset back: the case is closed, and every stop on it is undone. */
export default defineReaction<StopTables>('close-returned', (on) => [
  on(HandsetReturned, async ({ case: theft }, _, { db, execute, now }) => {
    if (await isLayingOut(db, theft)) throw new Error('What this case owes is not laid out yet: look again.')
    const stops = await openStops(db, theft, now())
    await execute(closeCase, { case: theft, reason: 'returned', stops })
  }),
])
