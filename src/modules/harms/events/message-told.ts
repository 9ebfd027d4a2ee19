import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { indicatorSorts } from '../vocabulary.ts'

export const mostIndicators = 20

/**
 * A suspicious message that the victim got. It stands in the vault; what of it is compared between cases stands there too, and
 * one link or sender always has one reference, so that two cases are seen to share it and nothing can be read from it.
 */
export const MessageTold = defineEvent('harms.message-told', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    message: VaultRef,
    indicators: z.array(z.object({ sort: z.enum(indicatorSorts), mark: VaultRef })).max(mostIndicators),
    access: VaultRef.describe('the code of who pasted it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    message: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    indicators: [{ sort: 'link', mark: 'v_BBBBBBBBBBBBBBBBBBBBBA' }],
    access: 'v_CCCCCCCCCCCCCCCCCCCCCA',
  },
})
