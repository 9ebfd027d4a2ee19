import { defineReaction, readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { queryable } from '#platform/database'
import { askedBy } from '../asked-by.ts'
import { takeCrimeReference } from '../commands/take-crime-reference.ts'
import { isAnswerToGone } from '../joined-reports.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'

/** The force recorded the crime and told its reference with the receipt: the case is shown to level 4. */
export default defineReaction<CasePartyTables>('take-crime-reference', (on) => [
  on(ActionAcknowledged, async ({ action, kind, owedBy, partner, answer }, _, { db, execute }) => {
    if (kind !== 'record-crime' || !answer) return
    const { version } = await askedBy(db as never, action)
    // What only a report had asked that has a case of its own by now: that case is recorded for itself.
    if (isAnswerToGone(await readStream(queryable(db), owedBy), { version })) return
    const theft = CaseId.parse(owedBy.replace('case/', ''))
    const parties = await partiesOfCase(db, theft)
    const taken = { case: theft, force: partner, reference: answer, asked: true, answers: version, parties }
    await execute(takeCrimeReference, taken)
  }),
])
