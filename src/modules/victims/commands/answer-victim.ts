import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { accesses, speaksFor } from '../accesses.ts'
import { desk, stillWaiting } from '../desk.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { refusals } from '../refusals.ts'

/** As many codes as a case has that stand (`give-access`). */
const mostTo = 10

/**
 * The unit answers what waits on a case, or writes of its own accord; also after the end, for whoever wrote before it. `upTo`: what
 * it had seen. Whoever wrote while the answer was written goes on waiting. Where nobody waited it is for each code whose holder is not
 * to be feared: in safe mode nobody reads what is for no code.
 */
export const answerVictim = defineCommand('answer-victim', {
  input: z.object({ case: CaseId, words: VaultRef, upTo: z.int().min(0), with: z.enum(['closing']).optional() }),
  refusals: { 'no-case': refusals['no-case'] },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...answer }) => answer,
  state: folds(desk, accesses, (known, given) => ({ ...known, given })),

  decide(answer, { reported, waiting, given }) {
    if (!reported) return refuse('no-case')
    const later = stillWaiting(waiting, answer.upTo)
    const answered = waiting.filter((one) => !later.includes(one)).map(({ access }) => access)
    const to = answered.length > 0 ? answered : [...given.all.keys()].filter((access) => speaksFor(given, access))
    const [next] = later
    return [AnswerGiven.of({ ...answer, to: [...new Set(to)].slice(-mostTo), ...(next && { waitsSince: next.at }) })]
  },
})
