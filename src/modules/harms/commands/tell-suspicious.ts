import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { mostToldAlone, SuspiciousTold } from '../events/suspicious-told.ts'
import { indicatorSorts, toldBy } from '../vocabulary.ts'

/** Writes down what somebody told of a suspicious message that belongs to no case. It owes nothing: one person may be wrong. */
export const tellSuspicious = defineCommand('tell-suspicious', {
  input: z.object({
    told: z.uuid(),
    by: z.enum(toldBy),
    indicators: z
      .array(z.object({ sort: z.enum(indicatorSorts), mark: VaultRef, honest: z.boolean().optional() }))
      .max(mostToldAlone),
  }),
  refusals: {
    'told-before': { status: 409, says: 'You told us of this before. Once is enough.' },
    'nothing-told': { status: 422, says: 'We found no link, number or address in it.' },
  },
  stream: ({ told }) => `suspicious/${told}`,
  begins: true,
  state: fold<boolean>(false, (on) => [on(SuspiciousTold, () => true)]),

  decide(said, before) {
    if (before) return refuse('told-before')
    const marks = new Map(said.indicators.map((one) => [one.mark, one]))
    return marks.size === 0 ? refuse('nothing-told') : [SuspiciousTold.of({ ...said, indicators: [...marks.values()] })]
  },
})
