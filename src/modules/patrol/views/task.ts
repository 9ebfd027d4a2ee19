import { defineView } from '#ledger'
import { TaskDone } from '../events/task-done.ts'
import { TaskHandedOn } from '../events/task-handed-on.ts'
import { TaskPutAside } from '../events/task-put-aside.ts'
import { TaskRaised } from '../events/task-raised.ts'
import { TaskTaken } from '../events/task-taken.ts'
import type { DismissReason } from '../recorded-finding.ts'
import type { TaskKind, TaskResult, Team } from '../tasks/task.ts'

export type TaskTable = {
  task: {
    task: string
    kind: TaskKind
    source: string
    finding: string | null
    dealer: string | null
    counted: number
    usual_tenths: number
    stake_tenths: number
    raised_at: Date | string
    until: Date | string
    team: Team | null
    /** The organisation that has it, and who of it, as the ledger writes them. */
    taken_by: string | null
    officer: string | null
    taken_at: Date | string | null
    ended_at: Date | string | null
    result: TaskResult | null
    reason: DismissReason | null
  }
}

/** Tasks, and what came of them. Inline: who presses a button sees it. */
export const taskView = defineView<TaskTable>('task', 'inline', (on) => [
  on(TaskRaised, (db, { usualTenths, stakeTenths, finding, dealer, ...raised }, { at }) =>
    db.insertInto('task').values({
      ...{ ...raised, finding: finding ?? null, dealer: dealer ?? null, raised_at: at },
      ...{ usual_tenths: usualTenths, stake_tenths: stakeTenths, team: null, taken_by: null, officer: null },
      ...{ taken_at: null, ended_at: null, result: null, reason: null },
    }),
  ),
  on(TaskTaken, (db, { task, by }, { at, actor }) =>
    db.updateTable('task').set({ taken_by: by, officer: actor, taken_at: at }).where('task', '=', task),
  ),
  on(TaskHandedOn, (db, { task, team }) =>
    db.updateTable('task').set({ team, taken_by: null, officer: null, taken_at: null }).where('task', '=', task),
  ),
  on(TaskDone, (db, { task, result }, { at }) =>
    db.updateTable('task').set({ result, ended_at: at }).where('task', '=', task),
  ),
  on(TaskPutAside, (db, { task, reason, by }, { at }) =>
    db.updateTable('task').set({ reason, taken_by: by, ended_at: at }).where('task', '=', task),
  ),
])
