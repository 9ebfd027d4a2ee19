import { defineReaction } from '#ledger'
import { keysOf } from '#lib/imei/imei'
import { levelOf } from '#lib/proof'
import { findConflict } from '../commands/find-conflict.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { type AgainstTables, whatSpeaksAgainst } from '../what-speaks-against.ts'

/**
 * Looks, as soon as a theft is reported, for what speaks against it. What is found is in the case's queue at once. Safe mode calls
 * a trained person, unless an officer stands beside the victim, or all that was said is a number: what the owner shows later must
 * not wait because somebody ticked a box.
 */
export const findConflicts = defineReaction<AgainstTables>('find-conflicts', (on) => [
  on(TheftReported, async ({ case: theft, line, handset, imeis, safeMode, means }, _event, { db, execute, now }) => {
    const about = { case: theft, line, handset, imeiKeys: keysOf(imeis) }
    for (const conflict of await whatSpeaksAgainst(db, about, now()))
      await execute(findConflict, { case: theft, conflict }, conflict)
    if (safeMode && levelOf(means) > 0 && means !== 'officer-present')
      await execute(findConflict, { case: theft, conflict: 'domestic-abuse' }, 'domestic-abuse')
  }),
])
