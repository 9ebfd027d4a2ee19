import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandedOver } from '../events/handed-over.ts'
import { exhibit } from '../exhibit.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId, holderNames, Seal } from '../vocabulary.ts'

/** Passes an exhibit on within the force. To its owner it goes by `return-handset` only, which asks for proof. */
export const handOver = defineCommand('hand-over', {
  input: z.object({
    exhibit: ExhibitId,
    to: z.enum(holderNames).exclude(['owner']),
    seal: Seal.optional(),
  }),
  refusals: {
    'no-exhibit': refusals['no-exhibit'],
    'already-returned': refusals['already-returned'],
    'already-there': { status: 409, says: 'The exhibit is there already.' },
  },
  stream: (input) => `exhibit/${input.exhibit}`,
  state: exhibit,

  decide(link, { seizedAt, heldBy }) {
    if (!seizedAt) return refuse('no-exhibit')
    if (heldBy === 'owner') return refuse('already-returned')
    return heldBy === link.to ? refuse('already-there') : [HandedOver.of({ ...link, from: heldBy })]
  },
})
