import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { HarmTold } from '../events/harm-told.ts'
import { refusals } from '../refusals.ts'
import { toldSoFar, whyNot } from '../told-so-far.ts'
import { harmSorts, lossBands } from '../vocabulary.ts'

/** Adds to a case what happened after the theft (B05). */
export const tellHarm = defineCommand('tell-harm', {
  input: z.object({
    case: CaseId,
    sort: z.enum(harmSorts),
    loss: z.enum(lossBands).optional(),
    words: VaultRef.optional(),
    access: VaultRef.optional(),
    by: Slug.optional(),
  }),
  refusals,
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...told }) => told,
  state: toldSoFar,

  decide(told, known) {
    const no = whyNot(known, 'harms')
    return no ? refuse(no) : [HarmTold.of(told)]
  },
})
