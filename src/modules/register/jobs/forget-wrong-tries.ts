import { defineJob } from '#ledger'
import { kept } from '#lib/kept'
import type { WrongTry } from '../tries.ts'

/** Forgets wrong tries whose hour is over, wherever they were counted. */
export const forgetWrongTries = defineJob<WrongTry>('forget-wrong-tries', {
  everyMs: 600_000,
  run: async ({ db, now }) => {
    const old = new Date(now().getTime() - kept.wrongTries.ms).toISOString()
    await db.deleteFrom('wrong_try').where('since', '<=', old).execute()
  },
})
