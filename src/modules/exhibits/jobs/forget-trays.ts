import { defineJob } from '#ledger'
import { kept } from '#lib/kept'
import type { TrayTables } from '../tray/tables.ts'

/** What was seized is an exhibit by then; the rest of a tray is nobody's business any longer. */

/** Deletes the rows of old trays, IMEIs and all. The ledger keeps how many there were. */
export default defineJob<TrayTables>('forget-trays', {
  everyMs: 3_600_000,
  run: async ({ db, now }) => {
    const before = new Date(now().getTime() - kept.tray.ms).toISOString()
    await db.deleteFrom('tray').where('scanned_at', '<', before).execute()
  },
})
