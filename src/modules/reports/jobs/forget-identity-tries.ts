import { defineJob } from '#ledger'
import { kept } from '#lib/kept'
import type { IdentityTry } from '../identity-tries.ts'

/** Forgets who asked a network about whom, when the day is over. */
export const forgetIdentityTries = defineJob<IdentityTry>('forget-identity-tries', {
  everyMs: 600_000,
  run: async ({ db, now }) => {
    const old = new Date(now().getTime() - kept.identityTries.ms).toISOString()
    await db.deleteFrom('identity_try').where('since', '<=', old).execute()
  },
})
