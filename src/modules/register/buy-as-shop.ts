import type { RouteContext } from '#http'
import { HandsetId } from '#lib/ids'
import type { Imei } from '#lib/imei/imei'
import { registerHandset } from './commands/register-handset.ts'
import { handsetOf, sellerRef, shopRef } from './owners.ts'
import type { ImeiHandset } from './views/imei-handset.ts'
import type { sellerDocuments } from './vocabulary.ts'

export type PurchaseTables = ImeiHandset

type Context = Pick<RouteContext<PurchaseTables>, 'audit' | 'db' | 'execute' | 'newId' | 'now' | 'tenant' | 'vault'>

type Purchase = {
  readonly imeis: readonly Imei[]
  readonly document: (typeof sellerDocuments)[number]
  readonly lastFour: string
  readonly validUntil?: string | undefined
}

/** A shop buys a used handset from somebody whose document it has seen: the shop is its owner until it sells it on (B62, B71). */
export async function buyAsShop(context: Context, { imeis, ...seller }: Purchase) {
  const { audit, db, execute, newId, now, tenant, vault } = context
  const handset = HandsetId.parse((await handsetOf(db, imeis)) ?? newId())
  await audit('change', `handset/${handset}`)
  const owner = await shopRef(vault, tenant, now())
  const checked = await sellerRef(vault, seller, now())
  const sale = { handset, imeis: [...imeis], channel: 'resale' as const, owner, shop: owner, seller: checked }
  const outcome = await execute(registerHandset, sale)
  return outcome.ok ? { handset } : { refused: outcome.refused }
}
