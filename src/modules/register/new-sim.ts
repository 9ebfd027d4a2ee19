import { type Expression, sql } from 'kysely'

/** Whether a network has said, in the case of this id, that the stolen number has a new SIM: it is with its owner again. */
export const hasNewSim = (theft: Expression<string>) =>
  sql<boolean>`exists (select from event e where e.stream = 'case/' || ${theft} and e.type = 'victims.line-restored')`
