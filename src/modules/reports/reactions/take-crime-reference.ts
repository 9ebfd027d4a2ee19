import { defineReaction } from '#ledger'
import { CaseId } from '#lib/ids'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { takeCrimeReference } from '../commands/take-crime-reference.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'

/** The force recorded the crime and told its reference with the receipt: the case is shown to level 4. */
export default defineReaction<CasePartyTables>('take-crime-reference', (on) => [
  on(ActionAcknowledged, async ({ kind, owedBy, partner, answer }, _, { db, execute }) => {
    if (kind !== 'record-crime' || !answer) return
    const theft = CaseId.parse(owedBy.replace('case/', ''))
    const parties = await partiesOfCase(db, theft)
    const taken = { case: theft, force: partner, reference: answer, asked: true, parties }
    await execute(takeCrimeReference, taken)
  }),
])
