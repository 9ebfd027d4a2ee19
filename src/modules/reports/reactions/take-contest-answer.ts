import { defineReaction, readStream } from '#ledger'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { queryable } from '#platform/database'
import { answerContest } from '../commands/answer-contest.ts'
import { ReportContested } from '../events/report-contested.ts'

/** The operator knows whoever said "that was not me". When it does not, nothing happens: a thief would say so too. */
export const takeContestAnswer = defineReaction('take-contest-answer', (on) => [
  on(ActionAcknowledged, async ({ kind, owedBy }, _, { db, execute }) => {
    if (kind !== 'match-identity' || !owedBy.startsWith('contest/')) return
    const [first] = await readStream(queryable(db), owedBy)
    if (first?.type !== ReportContested.type) return
    const { case: theft, word } = ReportContested.decode(first)
    await execute(answerContest, { case: theft, word })
  }),
])
