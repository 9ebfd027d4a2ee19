import { z } from 'zod'
import { defineEvent } from '#ledger'
import { RaisedTask, taskKinds } from '../tasks/task.ts'

/** Intelligence asks somebody to do something, until then. Where it is stands beside the ledger and not in it. */
export const TaskRaised = defineEvent('patrol.task-raised', {
  version: 1,
  stream: (d) => `task/${d.task}`,
  data: RaisedTask.extend({ kind: z.enum(taskKinds), until: z.iso.datetime() }),
  sample: {
    ...{ task: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', finding: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11' },
    ...{ source: 'near-repeat', kind: 'patrol', counted: 6, usualTenths: 14, stakeTenths: 46 },
    until: '2026-11-29T06:00:00.000Z',
  },
})
