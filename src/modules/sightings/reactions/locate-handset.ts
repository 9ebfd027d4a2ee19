import { defineReaction } from '#ledger'
import { CaseId } from '#lib/ids'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { locateHandset } from '../commands/locate-handset.ts'

/** What the maker told when it began to locate goes to the case. */
export default defineReaction('locate-handset', (on) => [
  on(ActionAcknowledged, async ({ kind, owedBy, partner, answer }, _, { execute }) => {
    if (kind !== 'start-locating' || !answer) return
    const located = { case: CaseId.parse(owedBy.replace('case/', '')), place: answer, by: partner }
    await execute(locateHandset, located)
  }),
])
