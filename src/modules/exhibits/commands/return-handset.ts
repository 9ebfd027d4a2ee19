import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { HandedOver } from '../events/handed-over.ts'
import { HandsetReturned } from '../events/handset-returned.ts'
import { exhibit } from '../exhibit.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId, proofNames } from '../vocabulary.ts'

/** Gives a handset back, after `approve-return` on its case. `owners`: every case that names it at this moment. */
export const returnHandset = defineCommand('return-handset', {
  input: z.object({
    exhibit: ExhibitId,
    case: CaseId.describe('the case that the officer was shown'),
    owners: z.array(CaseId).max(100),
    proof: z.enum(proofNames),
  }),
  refusals,
  stream: (input) => `exhibit/${input.exhibit}`,
  keyed: ({ owners: _, ...handing }) => handing,
  state: exhibit,

  decide({ exhibit: id, case: theft, owners, proof }, { seizedAt, heldBy, case: known }) {
    if (!seizedAt) return refuse('no-exhibit')
    if (heldBy === 'owner') return refuse('already-returned')
    if (known !== theft) return refuse('other-case')
    if (owners.length !== 1 || owners[0] !== theft) return refuse('not-one-owner')
    return [
      HandedOver.of({ exhibit: id, from: heldBy, to: 'owner' }),
      HandsetReturned.of({ exhibit: id, case: theft, proof, seizedAt }),
    ]
  },
})
