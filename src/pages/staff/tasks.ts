import { z } from 'zod'
import { drawCells, londonCells, type TaskTables, taskList } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownTask, tallyBars, tallyRows } from '../task-words.ts'
import { BoroughAsked } from './hotspots.ts'

/** What intelligence asks somebody to do: ranked, each with its reason and its end. */
export default definePage<TaskTables>()({
  url: '/staff/tasks',
  title: 'Tasks',
  template: 'staff/tasks.njk',
  who: { act: 'change', record: 'task' },
  console: true,
  query: z.object({ borough: BoroughAsked }),

  async load({ borough }, context) {
    await context.audit('look', 'tasks')
    const { tasks, tally } = await taskList(context.db, { ...context, now: context.now() })
    const own = borough ? tasks.filter((task) => task.borough === borough) : tasks
    const placed = own.flatMap(({ squares }) => squares.slice(0, 1)).map((cell) => ({ cell }))
    return {
      ...{ borough, boroughs: [...londonCells().boroughs].sort(), total: tasks.length },
      tasks: own.map((task) => shownTask(task, context)),
      map: placed.length > 0 && drawCells(placed, borough),
      ...{ tally: tallyRows(tally), bars: tallyBars(tally) },
    }
  },
})
