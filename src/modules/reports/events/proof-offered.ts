import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { papers } from '../vocabulary.ts'

/** The victim sends a picture of a paper that shows whose the phone is. It proves nothing before a person has looked. */
export const ProofOffered = defineEvent('reports.proof-offered', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    proof: z.uuid(),
    paper: z.enum(papers),
    document: VaultRef.describe('the picture'),
    access: VaultRef.describe('the code of who sent it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    proof: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    paper: 'receipt',
    document: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    access: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})
