import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { OpenStops, undoing } from '#modules/response/public'
import { HandsetLetGo } from '../events/handset-let-go.ts'
import { refusals } from '../refusals.ts'

/** Owes the undoing of what stops handsets that a case names no more (`stopsLetGo`). */
export const letGo = defineCommand('let-go', {
  input: z.object({ case: CaseId, stops: OpenStops }),
  refusals: { 'nothing-to-undo': refusals['nothing-to-undo'] },
  stream: (input) => `let-go/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: fold({}, () => []),

  decide({ case: theft, stops }) {
    const owes = undoing(stops)
    return owes.length === 0
      ? refuse('nothing-to-undo')
      : { events: [HandsetLetGo.of({ case: theft, count: owes.length })], owes }
  },
})
