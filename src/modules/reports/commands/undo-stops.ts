import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { OpenStops, undoing } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { StopsUndone } from '../events/stops-undone.ts'
import { refusals } from '../refusals.ts'

/** Owes the undoing of what is left of a case that has ended. Lifts nothing while the case is open. */
export const undoStops = defineCommand('undo-stops', {
  input: z.object({ case: CaseId, stops: OpenStops }),
  refusals: {
    'case-open': { status: 409, says: 'This case is open: take the report back first.' },
    'nothing-to-undo': refusals['nothing-to-undo'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: theftCase,

  decide({ case: theft, stops }, { ended }) {
    if (!ended) return refuse('case-open')
    const owes = undoing(stops)
    return owes.length === 0
      ? refuse('nothing-to-undo')
      : { events: [StopsUndone.of({ case: theft, count: owes.length })], owes }
  },
})
