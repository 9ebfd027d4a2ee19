import { defineJob } from '#ledger'
import { type DutyTable, forget } from '../duty.ts'

/** Positions of officers are dropped half an hour after the last update, and shifts that nobody ended are ended. */
export const forgetPositions = defineJob<DutyTable>('forget-positions', {
  everyMs: 60_000,
  run: ({ db, now }) => forget(db, now()),
})
