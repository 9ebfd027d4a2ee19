import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { SellerChecked } from '../events/seller-checked.ts'
import { handset } from '../handset.ts'
import { conflicts, refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { sellerDocuments } from '../vocabulary.ts'

/** Puts a handset in the register: at point of sale, at resale with the seller's identity checked, or by its owner. */
export const registerHandset = defineCommand('register-handset', {
  input: z.object({
    handset: HandsetId,
    imeis: z.array(Imei).min(1).max(4),
    channel: z.enum(['point-of-sale', 'resale', 'owner']),
    owner: VaultRef,
    /** The shop itself as an owner: what it has bought it may sell without checking itself. */
    shop: VaultRef.optional(),
    /** Who sells, as the shop has checked it. */
    seller: z
      .object({ document: z.enum(sellerDocuments), lastFour: VaultRef, validUntil: z.iso.date().optional() })
      .optional(),
  }),
  refusals: {
    ...refusals,
    'already-registered': { status: 409, says: 'This owner has already registered this handset. Nothing needs doing.' },
    'seller-not-verified': { status: 422, says: 'Check the seller’s identity first, then register the sale again.' },
    /** By a list that somebody else keeps, or by a rule: looked up before anything is kept of the buyer (`sellAsShop`). */
    'networks-refuse': {
      status: 409,
      says: 'Networks refuse this phone. Do not sell it; whose list it is on is told at /refused.',
    },
    'document-expired': { status: 422, says: 'This document is out of date. Ask the seller for one that is valid.' },
  },
  // One IMEI in two handsets is a clone or a mistake, and a reported handset gets no new owner. No single stream can
  // tell, so the views' keys do.
  conflicts,
  stream: (input) => `handset/${input.handset}`,
  begins: true,
  keyed: ({ owner: _, shop: __, seller, ...sale }) => ({ ...sale, document: seller?.document }),
  state: handset,

  decide({ seller, shop, ...sale }, known, { now }) {
    if (known.owner === sale.owner) return refuse('already-registered')
    // Whatever the shop calls it: a handset that has an owner changes hands.
    const isTheirs = shop !== undefined && known.owner === shop
    if ((sale.channel === 'resale' || known.owner) && !seller && !isTheirs) return refuse('seller-not-verified')
    if (seller?.validUntil && seller.validUntil < now.slice(0, 10)) return refuse('document-expired')
    const { document, lastFour } = seller ?? {}
    const checked = document && lastFour ? [SellerChecked.of({ handset: sale.handset, document, lastFour })] : []
    return [...checked, HandsetRegistered.of({ ...sale, reviewBy: reviewOf(now) })]
  },
})
