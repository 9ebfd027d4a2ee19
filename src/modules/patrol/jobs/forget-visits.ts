import { defineJob } from '#ledger'
import type { PatrolVisitTable, SquareVisitTable } from '../dosage/patrol-visit.ts'
import { forgetVisits as forget } from '../dosage/walks.ts'

/** Where patrols stayed is forgotten once no study looks back so far; plain clothes with their plan. */
export const forgetVisits = defineJob<PatrolVisitTable & SquareVisitTable>('forget-visits', {
  everyMs: 3_600_000,
  run: ({ db, now }) => forget(db, now()),
})
