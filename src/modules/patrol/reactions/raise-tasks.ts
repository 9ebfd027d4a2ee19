import { defineReaction } from '#ledger'
import { raiseTask } from '../commands/raise-task.ts'
import { PatternFound } from '../events/pattern-found.ts'
import { stakeOf } from '../tasks/rank-tasks.ts'
import { kindOf, lastsMs } from '../tasks/task.ts'

/** Each finding that is still news is a task, within seconds. Its place is that of the finding (pattern_place). */
export const raiseTasks = defineReaction('raise-tasks', (on) => [
  on(PatternFound, async ({ finding, pattern, from, to, thefts, expectedTenths }, { at }, { execute, now }) => {
    const lasts = lastsMs[kindOf(pattern)]
    if (Date.parse(at) + lasts <= now().getTime()) return
    const overMs = Date.parse(to) - Date.parse(from)
    await execute(raiseTask, {
      ...{ task: finding, finding, source: pattern, counted: thefts, usualTenths: expectedTenths },
      stakeTenths: Math.round(10 * stakeOf(thefts, expectedTenths / 10, { overMs, lastsMs: lasts })),
    })
  }),
])
