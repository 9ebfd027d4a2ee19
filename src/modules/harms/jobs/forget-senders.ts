import { defineJob } from '#ledger'
import { kept } from '#lib/kept'
import type { SenderTable } from '../take-suspicious.ts'

/** Forgets who told of which link; from then on they count again. */
export const forgetSenders = defineJob<SenderTable>('forget-senders', {
  everyMs: 3_600_000,
  run: async ({ db, now }) => {
    const old = new Date(now().getTime() - kept.suspiciousSender.ms).toISOString()
    await db.deleteFrom('indicator_sender').where('at', '<=', old).execute()
  },
})
