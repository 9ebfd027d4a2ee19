import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { harmSorts, lossBands } from '../vocabulary.ts'

/** What happened to the victim after the theft, as they or their bank tell it. */
export const HarmTold = defineEvent('harms.harm-told', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    sort: z.enum(harmSorts),
    loss: z.enum(lossBands).optional(),
    words: VaultRef.optional().describe('what the victim writes about it'),
    access: VaultRef.optional().describe('the code of the victim who told it'),
    by: Slug.optional().describe('the partner that told it'),
  }),
  sample: {
    ...{ case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', sort: 'fraud', loss: 'under-1000' },
    ...{ words: 'v_AAAAAAAAAAAAAAAAAAAAAA', access: 'v_BBBBBBBBBBBBBBBBBBBBBA' },
  },
})
