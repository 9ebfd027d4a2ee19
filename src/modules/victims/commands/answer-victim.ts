import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { desk, stillWaiting } from '../desk.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { refusals } from '../refusals.ts'

/**
 * The unit answers what waits on a case, or writes of its own accord; also after the end, for whoever wrote before it. `upTo`: what
 * it had seen. Whoever wrote while the answer was written goes on waiting.
 */
export const answerVictim = defineCommand('answer-victim', {
  input: z.object({ case: CaseId, words: VaultRef, upTo: z.int().min(0), with: z.enum(['closing']).optional() }),
  refusals: { 'no-case': refusals['no-case'] },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...answer }) => answer,
  state: desk,

  decide(answer, { reported, waiting }) {
    if (!reported) return refuse('no-case')
    const later = stillWaiting(waiting, answer.upTo)
    const to = waiting.filter((one) => !later.includes(one)).map(({ access }) => access)
    const [next] = later
    return [AnswerGiven.of({ ...answer, to: [...new Set(to)], ...(next && { waitsSince: next.at }) })]
  },
})
