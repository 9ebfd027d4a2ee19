import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { appellant } from '../appellant.ts'
import { AppellantLost } from '../events/appellant-lost.ts'
import { failures, sentChannels } from '../vocabulary.ts'

/** Notes that an answer to an appeal against somebody else's list did not arrive, once however often it is told. */
export const noteAppellantLost = defineCommand('note-appellant-lost', {
  input: z.object({
    ...{ appeal: z.uuid(), owner: Slug, action: z.uuid() },
    ...{ channel: z.enum(sentChannels), how: z.enum(failures) },
  }),
  refusals: { 'delivery-known': { status: 409, says: 'This is known already.' } },
  stream: (input) => `appeal/${input.appeal}`,
  state: appellant,

  decide: (lost, { known }) => (known.has(lost.action) ? refuse('delivery-known') : [AppellantLost.of(lost)]),
})
