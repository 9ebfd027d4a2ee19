import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { TaskDone } from '../events/task-done.ts'
import { TaskHandedOn } from '../events/task-handed-on.ts'
import { TaskPutAside } from '../events/task-put-aside.ts'
import { TaskTaken } from '../events/task-taken.ts'
import { dismissReasons, FindingId } from '../recorded-finding.ts'
import { TaskId, taskResults, teams } from '../tasks/task.ts'
import { taskState } from '../tasks/task-state.ts'

/** What somebody says to a task. */
export const TaskSays = z.discriminatedUnion('does', [
  z.object({ does: z.literal('take'), roles: z.array(z.string()).describe('of whoever takes it') }),
  z.object({ does: z.literal('hand-on'), team: z.enum(teams) }),
  z.object({ does: z.literal('done'), result: z.enum(taskResults) }),
  z.object({ does: z.literal('put-aside'), reason: z.enum(dismissReasons) }),
])

/**
 * Somebody takes a task, hands it on, says what came of it, or says no and why. The first yes or no to a task of a pattern is the
 * answer to its finding too; of an operation not before it ends, for an answer would tell that there is one.
 */
export const answerTask = defineCommand('answer-task', {
  input: z.object({ task: TaskId, by: Slug, says: TaskSays }),
  refusals: {
    'no-task': { status: 404, says: 'There is no such task.' },
    'task-over': { status: 409, says: 'This task is over. Nobody needs to do it.' },
    'task-taken': { status: 409, says: 'Somebody has this task already.' },
    'other-team': { status: 403, says: 'This task was handed on to another team.' },
    'not-yours': { status: 409, says: 'Take the task first.' },
    'stays-here': { status: 422, says: 'An operation stays with the control room.' },
  },
  stream: (input) => `task/${input.task}`,
  state: taskState,

  decide({ task, by, says }, { kind, until, team, takenBy, finding, ended }, { now }) {
    if (!kind) return refuse('no-task')
    if (ended || until <= now) return refuse('task-over')
    if (takenBy !== undefined && takenBy !== by) return refuse('task-taken')
    const answers = finding === undefined ? {} : { finding: FindingId.parse(finding) }
    const isOpen = kind !== 'operation'
    if (says.does === 'take') {
      if (takenBy !== undefined) return refuse('task-taken')
      if (team && !says.roles.includes(team)) return refuse('other-team')
      return [TaskTaken.of({ task, by, ...(isOpen && answers) })]
    }
    if (says.does === 'hand-on') return isOpen ? [TaskHandedOn.of({ task, by, team: says.team })] : refuse('stays-here')
    if (says.does === 'put-aside') return [TaskPutAside.of({ task, by, reason: says.reason, ...answers })]
    if (takenBy === undefined) return refuse('not-yours')
    return [TaskDone.of({ task, by, result: says.result, ...answers })]
  },
})
