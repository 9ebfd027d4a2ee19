import { defineJob } from '#ledger'
import type { AccessTables } from '../access.ts'

/** Forgets wrong tries of codes whose hour is over. */
export const forgetTries = defineJob<AccessTables>('forget-tries', {
  everyMs: 600_000,
  run: async ({ db, now }) => {
    await db.deleteFrom('access_try').where('until', '<', now().toISOString()).execute()
  },
})
