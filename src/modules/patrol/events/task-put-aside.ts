import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { dismissReasons, FindingId } from '../recorded-finding.ts'
import { TaskId } from '../tasks/task.ts'

/** Somebody says no to a task, and why. */
export const TaskPutAside = defineEvent('patrol.task-put-aside', {
  version: 1,
  stream: (d) => `task/${d.task}`,
  data: z.object({
    task: TaskId,
    by: Slug,
    reason: z.enum(dismissReasons),
    finding: FindingId.optional().describe('the finding that this answers: it is put aside with the task'),
  }),
  sample: {
    ...{ task: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', finding: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11' },
    ...{ by: 'first-force', reason: 'event' },
  },
})
