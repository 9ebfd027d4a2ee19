import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { HandsetId } from '#lib/ids'
import { Imei, keysOf } from '#lib/imei/imei'
import { networksRefuse, type RestrictionTables } from '#modules/blocklist/public'
import { registerHandset } from '../commands/register-handset.ts'
import { modelsOf, type TacTable } from '../model-of.ts'
import { sellAsShop } from '../sell-as-shop.ts'
import type { ImeiHandset } from '../views/imei-handset.ts'
import { sellerDocuments } from '../vocabulary.ts'

/** A dealer registers a sale. The owner's name and contact go to the vault; the ledger gets a reference. */
export default defineRoute<ImeiHandset & TacTable & RestrictionTables>()({
  method: 'POST',
  url: '/api/handsets',
  summary: 'Register a handset at point of sale or resale',
  who: { act: 'change', record: 'handset-owner' },
  status: 201,
  body: z.strictObject({
    handset: HandsetId.optional().describe('leave out for a handset that is not in the register yet'),
    imeis: z.array(Imei).min(1).max(4),
    channel: z.enum(['point-of-sale', 'resale']),
    seller: z
      .strictObject({
        document: z.enum(sellerDocuments),
        lastFour: z.string().regex(/^[0-9A-Za-z]{4}$/),
        validUntil: z.iso.date().optional(),
      })
      .optional()
      .describe('the document by which you checked who sells; needed for a resale. Keep the picture yourself.'),
    owner: z.strictObject({ name: z.string().min(1).max(200), contact: z.string().min(3).max(320) }),
  }),
  reply: z.object({
    handset: HandsetId,
    models: z
      .array(
        z.object({
          name: z.string(),
          from: z.enum(['list', 'owners']),
          sure: z.boolean().describe('false: only a few owners say so'),
        }),
      )
      .describe('what these numbers were made for, as far as anybody knows: compare it with the phone'),
  }),

  async handle(sale, context) {
    const refused = await networksRefuse(context.db, keysOf(sale.imeis), context.now())
    const sold = await sellAsShop(context, { ...sale, refused })
    if ('refused' in sold) return refusal(registerHandset, sold.refused)
    return { ...sold, models: await modelsOf(context.db, keysOf(sale.imeis)) }
  },
})
