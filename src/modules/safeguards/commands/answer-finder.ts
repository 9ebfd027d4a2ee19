import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { isGuarded, refusals, theftCase } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { FinderAnswered } from '../events/finder-answered.ts'
import { FinderWrote } from '../events/finder-wrote.ts'
import { readableFrom } from '../vocabulary.ts'

/** So many answers to one finder: enough to agree on a police station, too few to be talked into something. */
const mostAnswers = 3

type Talks = ReadonlyMap<string, number>
const talks = fold<Talks>(new Map(), (on) => [
  on(FinderWrote, (all, { reply }) => (reply ? new Map([...all, [reply, all.get(reply) ?? 0]]) : all)),
  on(FinderAnswered, (all, { to }) => new Map([...all, [to, (all.get(to) ?? 0) + 1]])),
])

/** Answers a finder who left a message. Only whoever may read it may answer it. */
export const answerFinder = defineCommand('answer-finder', {
  input: z.object({ case: CaseId, to: VaultRef, words: VaultRef, access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'no-finder': { status: 404, says: 'There is no such message.' },
    'finder-hidden': { status: 403, says: 'You cannot read this message yet, so you cannot answer it.' },
    'answered-often': { status: 409, says: 'You have answered this finder three times. Ask the police to go on.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...answer }) => answer,
  state: folds(theftCase, talks, (theft, all) => ({ ...theft, talks: all })),

  decide(answer, { talks: all, ...theft }, { now }) {
    const { standing, ended } = theft
    if (!standing) return refuse('no-case')
    if (ended || hasLapsed(standing, now)) return refuse('case-ended')
    const answers = all.get(answer.to)
    if (answers === undefined) return refuse('no-finder')
    if (isGuarded(theft) || standing.level < readableFrom) return refuse('finder-hidden')
    return answers < mostAnswers ? [FinderAnswered.of(answer)] : refuse('answered-often')
  },
})
