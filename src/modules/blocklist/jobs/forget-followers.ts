import { defineJob } from '#ledger'
import { type FollowerTables, forgottenAfterDays } from '../followers.ts'

/** Forgets nodes that nobody has heard of for more than a year: they were taken down, or have another name now. */
export default defineJob<FollowerTables>('forget-followers', {
  everyMs: 3_600_000,
  run: async ({ db, now }) => {
    const before = new Date(now().getTime() - forgottenAfterDays * 86_400_000).toISOString()
    await db.deleteFrom('list_follower').where('at', '<', before).execute()
  },
})
