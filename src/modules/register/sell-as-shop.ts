import type { RouteContext } from '#http'
import { HandsetId } from '#lib/ids'
import type { Imei } from '#lib/imei/imei'
import { noteClaimedAgain } from './claimed-again.ts'
import { registerHandset } from './commands/register-handset.ts'
import { handsetOf, ownerRef, type Seller, sellerRef, shopRef } from './owners.ts'
import type { ImeiHandset } from './views/imei-handset.ts'

type Context<T extends ImeiHandset> = Pick<
  RouteContext<T>,
  'audit' | 'db' | 'execute' | 'newId' | 'now' | 'tenant' | 'vault'
>

type Sale = {
  readonly handset?: string | undefined
  readonly imeis: readonly Imei[]
  /** Networks refuse it by another list, or by a rule. */
  readonly refused: boolean
  readonly channel: 'point-of-sale' | 'resale'
  readonly owner: { readonly name: string; readonly contact: string }
  /** Who sold it to the buyer, as the shop has checked it. */
  readonly seller?: Seller | undefined
}

/** A shop puts a sale in the register. The owner's name and contact go to the vault; the ledger gets a reference. */
export async function sellAsShop<T extends ImeiHandset>(context: Context<T>, sale: Sale) {
  const { audit, execute, newId, now, tenant, vault } = context
  const { imeis, channel, seller } = sale
  if (sale.refused) return { refused: 'networks-refuse' as const }
  const db = context.db as unknown as Parameters<typeof handsetOf>[0]
  const handset = HandsetId.parse(sale.handset ?? (await handsetOf(db, imeis)) ?? newId())
  const owner = await ownerRef(vault, sale.owner, now())
  await audit('change', `handset/${handset}`)
  const checked = seller && (await sellerRef(vault, seller, now()))
  const outcome = await execute(
    registerHandset,
    {
      ...{ handset, imeis: [...imeis], channel, owner, shop: await shopRef(vault, tenant, now()) },
      ...(checked && { seller: checked }),
    },
    'sale',
  )
  if (outcome.ok) return { handset }
  // Sold as new though somebody has it already, or on another phone: re-boxed, or a clone.
  const asNew = channel === 'point-of-sale' && outcome.refused === 'seller-not-verified'
  if (asNew || outcome.refused === 'registered-elsewhere')
    await noteClaimedAgain({ db, execute }, { imeis, claimant: owner, proved: true })
  return { refused: outcome.refused }
}
