import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Heard } from '#lib/heard'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { means } from '#lib/proof'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/** More was shown for a case that is open: a stronger proof, or the handset's own numbers. */
export const ProofShown = defineEvent('reports.proof-shown', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    means: z.enum(means),
    by: Slug.optional().describe('the partner who vouches for it'),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).max(4).describe('what is known now; pseudonymous'),
    claim: VaultRef.optional().describe('who the partner found to be the holder'),
    document: VaultRef.optional().describe('what was shown, such as a crime reference'),
    access: VaultRef.optional().describe('the code of who showed it, which does not end by it'),
    answers: z.int().positive().optional().describe('it answers what this fact of the case had asked of the partner'),
    lineProvedAt: z.iso.datetime().optional().describe('when the reporter’s owner proved that the line is theirs'),
    heard: Heard.optional().describe(
      'when the line’s own network heard its SIM in that handset: by it others see a copy',
    ),
    until: z.iso.datetime().optional(),
    reviewBy: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    means: 'operator-knowledge',
    by: 'first-operator',
    imeis: ['490154203237518'],
    until: '2026-11-27T10:00:00.000Z',
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
})
