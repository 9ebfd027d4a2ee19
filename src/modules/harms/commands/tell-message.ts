import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { MessageTold, mostIndicators } from '../events/message-told.ts'
import { refusals } from '../refusals.ts'
import { toldSoFar, whyNot } from '../told-so-far.ts'
import { indicatorSorts } from '../vocabulary.ts'

/** Adds a suspicious message to a case. The victim's own number in it points at nobody, so it is left out. */
export const tellMessage = defineCommand('tell-message', {
  input: z.object({
    case: CaseId,
    message: VaultRef,
    indicators: z.array(z.object({ sort: z.enum(indicatorSorts), mark: VaultRef })).max(mostIndicators),
    access: VaultRef,
  }),
  refusals,
  stream: (input) => `case/${input.case}`,
  keyed: ({ message: _, ...told }) => told,
  state: toldSoFar,

  decide({ indicators, ...told }, known) {
    const no = whyNot(known, 'messages')
    if (no) return refuse(no)
    return [MessageTold.of({ ...told, indicators: indicators.filter(({ mark }) => mark !== known.line) })]
  },
})
