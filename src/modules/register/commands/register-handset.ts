import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { handset } from '../handset.ts'

/** A register entry is looked at again after six years, the review period of ordinary police records. */
const reviewYears = 6

function yearsAfter(now: string, years: number): string {
  const date = new Date(now)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.toISOString()
}

/** Puts a handset in the register: at point of sale, at resale with the seller's identity checked, or by its owner. */
export const registerHandset = defineCommand('register-handset', {
  input: z.object({
    handset: HandsetId,
    imeis: z.array(Imei).min(1).max(4),
    channel: z.enum(['point-of-sale', 'resale', 'owner']),
    owner: VaultRef,
    sellerVerified: z.boolean(),
  }),
  refusals: {
    'already-registered': { status: 409, says: 'This owner has already registered this handset. Nothing needs doing.' },
    'seller-not-verified': { status: 422, says: 'Check the seller’s identity first, then register the sale again.' },
    'registered-elsewhere': {
      status: 409,
      says: 'This IMEI belongs to another handset in the register. Check the number on the box against *#06# on the screen; if both agree, ask for a review.',
    },
  },
  // One IMEI in two handsets is a clone or a mistake: no single stream can tell, so the view's key does.
  conflicts: { imei_handset_pkey: 'registered-elsewhere' },
  stream: (input) => `handset/${input.handset}`,
  begins: true,
  keyed: ({ owner: _, ...sale }) => sale,
  state: handset,

  decide({ sellerVerified, ...sale }, known, { now }) {
    if (known.owner === sale.owner) return refuse('already-registered')
    if (sale.channel === 'resale' && !sellerVerified) return refuse('seller-not-verified')
    return [HandsetRegistered.of({ ...sale, reviewBy: yearsAfter(now, reviewYears) })]
  },
})
