import type { Kysely } from 'kysely'
import type { VaultInRoute } from '#http'
import { type Imei, keysOf } from '#lib/imei/imei'
import { readLine } from '#lib/line'
import type { VaultRef } from '#platform/vault-ref'
import { reviewOf } from './review.ts'
import type { ImeiHandset } from './views/imei-handset.ts'
import type { sellerDocuments } from './vocabulary.ts'

/** The handset in the register that has one of these IMEIs. */
export async function handsetOf(db: Kysely<ImeiHandset>, imeis: readonly Imei[]): Promise<string | undefined> {
  if (imeis.length === 0) return undefined
  const row = await db
    .selectFrom('imei_handset')
    .select('handset')
    .where('imei_key', 'in', keysOf(imeis))
    .executeTakeFirst()
  return row?.handset
}

/** A contact as it is looked for: a number in one form whoever typed it, an address in small letters. */
export const contactKey = (contact: string): string => readLine(contact) ?? contact.trim().toLowerCase()

/** Keeps who owns a handset. */
export async function ownerRef(
  vault: Pick<VaultInRoute, 'put'>,
  owner: { readonly name: string; readonly contact: string },
  now: Date,
): Promise<VaultRef> {
  const reviewAt = new Date(reviewOf(now.toISOString()))
  const { ref } = await vault.put({ class: 'identity', value: owner, findBy: [contactKey(owner.contact)], reviewAt })
  return ref
}

export type Seller = {
  readonly document: (typeof sellerDocuments)[number]
  readonly lastFour: string
  readonly validUntil?: string | undefined
}

/** Keeps the last four signs of the document by which a shop checked the seller, and nothing more of it. */
export async function sellerRef(
  vault: Pick<VaultInRoute, 'put'>,
  { document, lastFour, validUntil }: Seller,
  now: Date,
) {
  const reviewAt = new Date(reviewOf(now.toISOString()))
  const { ref } = await vault.put({ class: 'document', value: { lastFour }, reviewAt })
  return { document, lastFour: ref, ...(validUntil && { validUntil }) }
}

/** A shop as an owner: the same shop is always the same reference. */
export async function shopRef(vault: Pick<VaultInRoute, 'putOnce'>, shop: string, now: Date): Promise<VaultRef> {
  const reviewAt = new Date(reviewOf(now.toISOString()))
  return (await vault.putOnce({ class: 'identity', value: { shop }, findBy: [`shop:${shop}`], reviewAt })).ref
}
