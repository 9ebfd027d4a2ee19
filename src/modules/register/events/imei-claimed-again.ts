import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'

/** Somebody wanted to enter a number that the register has on another phone, and was refused: one of the two may be a clone. */
export const ImeiClaimedAgain = defineEvent('register.imei-claimed-again', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: ({ handset }) => `handset/${handset}`,
  data: z.object({
    handset: HandsetId.describe('the phone that the register has it on'),
    imeis: z.array(Imei).min(1).max(4).describe('as the other one says them'),
    claimant: VaultRef.describe('the line or the owner of the other phone'),
    proved: z.boolean().describe('a shop says so'),
    reviewBy: z.iso.datetime(),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    imeis: ['490154203237518'],
    claimant: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    proved: false,
    reviewBy: '2032-11-24T10:00:00.000Z',
  },
})
