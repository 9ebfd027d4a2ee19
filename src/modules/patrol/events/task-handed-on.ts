import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { TaskId, teams } from '../tasks/task.ts'

/** A task goes to another team, which takes it or not. */
export const TaskHandedOn = defineEvent('patrol.task-handed-on', {
  version: 1,
  stream: (d) => `task/${d.task}`,
  data: z.object({ task: TaskId, by: Slug, team: z.enum(teams) }),
  sample: { task: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', by: 'first-force', team: 'neighbourhood-officer' },
})
