import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { ItemId } from '../clocks.ts'
import { desk, noteKey } from '../desk.ts'
import { DeviationExplained } from '../events/deviation-explained.ts'
import { deviationReasons } from '../vocabulary.ts'

/** Says why a clock ran out (B49). What was not late has nothing to explain. */
export const explainDeviation = defineCommand('explain-deviation', {
  input: z.object({
    case: CaseId.optional(),
    item: ItemId,
    due: z.iso.datetime(),
    reason: z.enum(deviationReasons),
  }),
  refusals: { 'not-late': { status: 409, says: 'This was not late, so there is nothing to explain.' } },
  stream: ({ case: theft, item }) => (theft === undefined ? item : `case/${theft}`),
  state: desk,

  decide: (said, { noted }) =>
    noted.has(noteKey('missed', said.item, said.due)) ? [DeviationExplained.of(said)] : refuse('not-late'),
})
