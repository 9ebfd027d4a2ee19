import { z } from 'zod'
import { drawMarks, londonCells, type TaskTables, taskList } from '#modules/patrol/public'
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
    const places = own.map(({ squares }) => squares[0])
    return {
      ...{ borough, boroughs: [...londonCells().boroughs].sort(), total: tasks.length },
      tasks: own.map((task) => shownTask(task, context)),
      map: places.some((cell) => cell !== undefined) && drawMarks(places, borough),
      ...{ tally: tallyRows(tally), bars: tallyBars(tally) },
    }
  },
})
