import { defineReaction } from '#ledger'
import { keysOf } from '#lib/imei/imei'
import { findConflict } from '../commands/find-conflict.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { type AgainstTables, whatSpeaksAgainst } from '../what-speaks-against.ts'

/** Looks, as soon as a theft is reported, for what speaks against it. What is found is in the case's queue at once. */
export const findConflicts = defineReaction<AgainstTables>('find-conflicts', (on) => [
  on(TheftReported, async ({ case: theft, line, handset, imeis }, _event, { db, execute, now }) => {
    const about = { case: theft, line, handset, imeiKeys: keysOf(imeis) }
    for (const conflict of await whatSpeaksAgainst(db, about, now()))
      await execute(findConflict, { case: theft, conflict }, conflict)
  }),
])
