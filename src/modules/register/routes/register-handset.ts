import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { registerHandset } from '../commands/register-handset.ts'

/** Years after which somebody must decide whether an owner's name and contact are still needed. */
const reviewYears = 6

/** A dealer registers a sale. The owner's name and contact go to the vault; the ledger gets a reference. */
export default defineRoute()({
  method: 'POST',
  url: '/api/handsets',
  summary: 'Register a handset at point of sale or resale',
  who: { act: 'change', record: 'handset-owner' },
  status: 201,
  body: z.strictObject({
    handset: HandsetId.optional().describe('leave out for a handset that is not in the register yet'),
    imeis: z.array(Imei).min(1).max(4),
    channel: z.enum(['point-of-sale', 'resale']),
    sellerVerified: z.boolean().describe('the seller’s identity was checked; needed for a resale'),
    owner: z.strictObject({ name: z.string().min(1).max(200), contact: z.string().min(3).max(320) }),
  }),
  reply: z.object({ handset: HandsetId }),

  async handle({ handset: given, owner, ...sale }, { audit, vault, execute, newId }) {
    const handset = given ?? HandsetId.parse(newId())
    const reviewAt = new Date()
    reviewAt.setUTCFullYear(reviewAt.getUTCFullYear() + reviewYears)
    const { ref } = await vault.put({
      class: 'identity',
      value: owner,
      findBy: [owner.contact.toLowerCase()],
      reviewAt,
    })
    await audit('change', `handset/${handset}`)
    const outcome = await execute(registerHandset, { ...sale, handset, owner: ref })
    return outcome.ok ? { handset } : refusal(registerHandset, outcome.refused)
  },
})
