import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'

/** A handset entered the register, or changed hands within it. */
export const HandsetRegistered = defineEvent('register.handset-registered', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: ({ handset }) => `handset/${handset}`,
  data: z.object({
    handset: HandsetId,
    imeis: z.array(Imei).min(1).max(4), // dual SIM: two is usual
    channel: z.enum(['point-of-sale', 'resale', 'owner']),
    owner: VaultRef, // who this is lives in the vault, where it can be erased; the ledger cannot
    reviewBy: z.iso.datetime().describe('when a person must look again at whether these numbers are still needed'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    imeis: ['490154203237518'],
    channel: 'point-of-sale',
    owner: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    reviewBy: '2032-11-24T10:00:00.000Z',
  },
})
