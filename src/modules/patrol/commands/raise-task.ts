import { defineCommand, refuse } from '#ledger'
import { TaskRaised } from '../events/task-raised.ts'
import { kindOf, lastsMs, RaisedTask } from '../tasks/task.ts'
import { taskState } from '../tasks/task-state.ts'

/** Turns a piece of intelligence into a task. Its kind, and so its end, follow from what it is. */
export const raiseTask = defineCommand('raise-task', {
  input: RaisedTask,
  refusals: { 'task-known': { status: 409, says: 'This task is raised.' } },
  stream: (input) => `task/${input.task}`,
  begins: true,
  state: taskState,

  decide(raised, { kind: known }, { now }) {
    if (known) return refuse('task-known')
    const kind = kindOf(raised.source)
    return [TaskRaised.of({ ...raised, kind, until: new Date(Date.parse(now) + lastsMs[kind]).toISOString() })]
  },
})
