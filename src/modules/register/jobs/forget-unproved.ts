import { defineJob } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import type { EnrolmentAsked } from '../views/enrolment-asked.ts'

/** Which records still hold something; how the vault keeps it is none of our business. */
type Records = { vault_record: { ref: string; sealed: Uint8Array | null } }

/** Whoever did not type the code back in time is forgotten: what they typed is destroyed, the stop word with it. */
export const forgetUnproved = defineJob<EnrolmentAsked & Records>('forget-unproved', {
  everyMs: 600_000,
  run: async ({ db, now, vault }) => {
    const late = await db
      .selectFrom('enrolment_asked')
      .innerJoin('vault_record', 'vault_record.ref', 'enrolment_asked.asked')
      .select('enrolment_asked.asked')
      .where('enrolment_asked.until', '<', now().toISOString())
      .where('vault_record.sealed', 'is not', null)
      .execute()
    for (const { asked } of late) await vault.erase(VaultRef.parse(asked), 'code-ran-out')
  },
})
