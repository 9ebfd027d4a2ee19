import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import { nameOfSquare } from '../cells/asked.ts'
import { type TaskTables, taskList } from '../tasks/task-list.ts'

const columns = [
  ...['rank', 'task', 'kind', 'source', 'finding', 'dealer', 'near', 'borough', 'counted', 'usual', 'stake'],
  ...['confidence', 'worth', 'raised_at', 'until', 'team', 'taken_by'],
]

/** The tasks that stand, ranked (A22). */
export default defineRoute<TaskTables>()({
  method: 'GET',
  url: '/staff/tasks.csv',
  who: { act: 'change', record: 'task' },
  summary:
    'What intelligence asks somebody to do, as CSV: the task that is worth most first, as far as the caller may know of them',
  query: z.object({ borough: z.string().max(40).optional() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ borough }, context) {
    await context.audit('look', 'tasks')
    const { tasks } = await taskList(context.db, { ...context, now: context.now() })
    const rows = tasks.map((one, at) => ({
      ...{ rank: at + 1, task: one.task, kind: one.kind, source: one.source, finding: one.finding, dealer: one.dealer },
      ...{ near: one.squares[0] === undefined ? '' : nameOfSquare(one.squares[0]), borough: one.borough },
      ...{ counted: one.counted, usual: (one.usual_tenths / 10).toFixed(1), stake: one.stake.toFixed(1) },
      ...{ confidence: one.confidence.toFixed(3), worth: one.worth.toFixed(2), team: one.team, taken_by: one.taken_by },
      ...{ raised_at: new Date(one.raised_at).toISOString(), until: new Date(one.until).toISOString() },
    }))
    return csvOf(
      columns,
      rows.filter((row) => borough === undefined || row.borough === borough),
    )
  },
})
