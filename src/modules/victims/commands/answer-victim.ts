import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { desk } from '../desk.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { refusals } from '../refusals.ts'

/** The unit answers all that waits on a case, or writes of its own accord; also after the end, for whoever wrote before it. */
export const answerVictim = defineCommand('answer-victim', {
  input: z.object({ case: CaseId, words: VaultRef, with: z.enum(['closing']).optional() }),
  refusals: { 'no-case': refusals['no-case'] },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...answer }) => answer,
  state: desk,

  decide(answer, { reported, waiting }) {
    if (!reported) return refuse('no-case')
    return [AnswerGiven.of({ ...answer, to: [...new Set(waiting.map(({ access }) => access))] })]
  },
})
