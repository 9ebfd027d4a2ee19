import { defineJob } from '#ledger'
import { kept } from '#lib/kept'
import type { ReadingTable } from '../readings.ts'

/** What concerned a case is on it by then; the rest never was our business. */

/** Deletes old readings, IMEI keys and all. The ledger keeps how many there were, and their hash. */
export default defineJob<ReadingTable>('forget-readings', {
  everyMs: 3_600_000,
  run: async ({ db, now }) => {
    const before = new Date(now().getTime() - kept.reading.ms).toISOString()
    await db.deleteFrom('sighting_reading').where('received_at', '<', before).execute()
  },
})
