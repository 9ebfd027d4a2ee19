import { z } from 'zod'
import { defineRoute } from '#http'
import { Imei } from '#lib/imei/imei'
import { checkForDealer, type HandsetCaseTables } from '#modules/sightings/public'
import { advice } from '../status-of.ts'

/**
 * The check before a trade: go, wait or no-go, signed for the dealer's paperwork. The IMEI travels in the body, never in an
 * address that a log may keep. A reported handset that is checked is seen: its case hears of it in the same request.
 */
export default defineRoute<HandsetCaseTables>()({
  method: 'POST',
  url: '/api/imei-checks',
  summary: 'May this handset be traded?',
  who: { act: 'look', record: 'imei-status' },
  status: 200,
  weighs: () => 1,
  body: z.strictObject({ imei: Imei }),
  reply: z.object({
    status: z.enum(['clear', 'wait', 'stolen', 'unknown']),
    advice: z.string(),
    answer: z.enum(['buy', 'wait', 'do-not-buy']),
    number: z.string().describe('of the receipt, for the paperwork'),
    at: z.iso.datetime(),
    receipt: z.string().describe('compact JWS, Ed25519; our keys are at /.well-known/jwks.json'),
  }),

  async handle({ imei }, context) {
    const {
      statuses: [status = 'unknown'],
      ...checked
    } = await checkForDealer(context, [imei])
    return { status, advice: advice[status], ...checked }
  },
})
