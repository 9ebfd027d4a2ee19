import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { sellerDocuments } from '../vocabulary.ts'

/** A shop has checked who sells a handset, by a document that is still valid. The picture stays in the shop (B62). */
export const SellerChecked = defineEvent('register.seller-checked', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({
    handset: HandsetId,
    document: z.enum(sellerDocuments),
    lastFour: VaultRef.describe('the last four signs of its number'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    document: 'passport',
    lastFour: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})
