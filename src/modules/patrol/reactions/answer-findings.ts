import { defineReaction } from '#ledger'
import { answerPattern } from '../commands/answer-pattern.ts'
import { TaskDone } from '../events/task-done.ts'
import { TaskPutAside } from '../events/task-put-aside.ts'
import { TaskTaken } from '../events/task-taken.ts'

/** What is said to the task of a finding is said to the finding: one answer, counted once. Who has answered it before, has. */
export const answerFindings = defineReaction('answer-findings', (on) => [
  on(TaskTaken, async ({ finding }, _, { execute }) => {
    if (finding) await execute(answerPattern, { finding, answer: 'acknowledged' })
  }),
  on(TaskDone, async ({ finding }, _, { execute }) => {
    if (finding) await execute(answerPattern, { finding, answer: 'acknowledged' })
  }),
  on(TaskPutAside, async ({ finding, reason }, _, { execute }) => {
    if (finding) await execute(answerPattern, { finding, answer: 'dismissed', reason })
  }),
])
