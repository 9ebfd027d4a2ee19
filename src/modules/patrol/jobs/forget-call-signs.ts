import { defineJob } from '#ledger'
import type { CovertUnitTable } from '../plan/covert-unit.ts'
import type { ShiftUnitTable } from '../plan/read-shift.ts'

/** Who walked which tour of a shift is forgotten once it is not talked over any more. */
export const forgetCallSigns = defineJob<ShiftUnitTable & CovertUnitTable>('forget-call-signs', {
  everyMs: 3_600_000,
  run: async ({ db, now }) => {
    await db.deleteFrom('shift_unit').where('until', '<=', now()).execute()
    await db.deleteFrom('covert_unit').where('until', '<=', now()).execute()
  },
})
