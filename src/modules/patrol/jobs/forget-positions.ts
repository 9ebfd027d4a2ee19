import { defineJob } from '#ledger'
import type { WalkTables } from '../dosage/walks.ts'
import { type DutyTable, forget } from '../duty.ts'

/** Positions of officers are dropped half an hour after the last update, their way after three minutes, and shifts that nobody ended are ended. */
export const forgetPositions = defineJob<DutyTable & WalkTables>('forget-positions', {
  everyMs: 60_000,
  run: ({ db, now }) => forget(db, now()),
})
