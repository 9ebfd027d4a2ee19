import { defineJob } from '#ledger'
import type { TaskPlaceTable } from '../tasks/raise-once.ts'
import { forgetTraces as forget, type TracedSquareTable } from '../tasks/traces.ts'
import type { TaskTable } from '../views/task.ts'

/** Where a stolen phone was is forgotten once it speaks for no search any more. */
export const forgetTraces = defineJob<TracedSquareTable & TaskTable & TaskPlaceTable>('forget-traces', {
  everyMs: 3_600_000,
  run: ({ db, now }) => forget(db, now()),
})
