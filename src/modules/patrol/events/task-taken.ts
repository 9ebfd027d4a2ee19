import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { FindingId } from '../recorded-finding.ts'
import { TaskId } from '../tasks/task.ts'

/** Somebody of this organisation does it. Who is the event's actor. */
export const TaskTaken = defineEvent('patrol.task-taken', {
  version: 1,
  stream: (d) => `task/${d.task}`,
  data: z.object({
    task: TaskId,
    by: Slug,
    finding: FindingId.optional().describe('the finding that this answers: it is worked on'),
  }),
  sample: {
    ...{ task: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', finding: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11' },
    by: 'first-force',
  },
})
