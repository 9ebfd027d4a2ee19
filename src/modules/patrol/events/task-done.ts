import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { FindingId } from '../recorded-finding.ts'
import { TaskId, taskResults } from '../tasks/task.ts'

/** A task was done, and this came of it. */
export const TaskDone = defineEvent('patrol.task-done', {
  version: 1,
  stream: (d) => `task/${d.task}`,
  data: z.object({
    task: TaskId,
    by: Slug,
    result: z.enum(taskResults),
    finding: FindingId.optional().describe(
      'the finding that this answers: of an operation, which says nothing before its end',
    ),
  }),
  sample: { task: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', by: 'first-force', result: 'somebody-identified' },
})
