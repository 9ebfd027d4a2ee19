import { z } from 'zod'
import { problem, refusal, seeOther } from '#http'
import { answerTask, TaskId, TaskSays, type TaskTables, taskList } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { mayDo } from '../may-do.ts'
import { noWords, resultsFor, shownTask, teamChoices } from '../task-words.ts'

/** One task: why, what it is worth and until when. Somebody takes it, hands it on, says what came of it, or says no and why. */
export default definePage<TaskTables>()({
  url: '/staff/tasks/:task',
  title: 'Task',
  template: 'staff/task.njk',
  who: { act: 'change', record: 'task' },
  console: true,
  params: z.object({ task: TaskId }),

  async load({ task: id }, context) {
    await context.audit('look', `task/${id}`)
    const { tasks } = await taskList(context.db, { ...context, now: context.now() })
    const rank = tasks.findIndex(({ task }) => task === id)
    const task = tasks[rank]
    if (!task) return problem('not-found', { detail: 'This task is over, or it is not for you.' })
    return {
      ...{ one: shownTask(task, context), rank: rank + 1, of: tasks.length },
      ...{ results: resultsFor(task.kind), teams: task.kind === 'operation' ? [] : teamChoices() },
      reasons: Object.entries(noWords).map(([value, text]) => ({ value, text })),
      opensPattern: task.finding !== null && mayDo(context.caller, 'change', 'hotspot'),
      opensVenues: task.source === 'venue',
    }
  },

  form: z.object({
    do: z.enum(['take', 'hand-on', 'done', 'put-aside']),
    ...{ team: z.string().max(40), result: z.string().max(40), reason: z.string().max(40) },
  }),

  async act({ task, do: does, ...said }, { audit, caller, tenant, execute }) {
    await audit('change', `task/${task}`)
    const roles = caller.kind === 'staff' ? caller.roles : []
    const says = TaskSays.safeParse({ does, roles, ...said })
    if (!says.success) return { errors: [{ field: 'do', says: 'Choose one' }] }
    const outcome = await execute(answerTask, { task, by: tenant, says: says.data })
    if (outcome.ok) return seeOther(does === 'take' ? `/staff/tasks/${task}` : '/staff/tasks')
    return { errors: [{ field: 'do', says: refusal(answerTask, outcome.refused).detail }] }
  },
})
