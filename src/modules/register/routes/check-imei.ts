import { z } from 'zod'
import { defineRoute } from '#http'
import { Imei, keyOf } from '#lib/imei/imei'
import { type ImeiStatus, statusOf } from '../public.ts'

const advice = {
  clear: 'No theft has been reported. This does not prove who owns it.',
  wait: 'A report is being checked. Do not buy it today; ask again tomorrow.',
  stolen: 'Reported stolen. Do not buy it: handling stolen goods is an offence.',
  unknown: 'This handset is not in the register. This does not prove who owns it.',
}

/** The check before a trade: go, wait or no-go. The IMEI travels in the body, never in an address that a log may keep. */
export default defineRoute<ImeiStatus>()({
  method: 'POST',
  url: '/api/imei-checks',
  summary: 'May this handset be traded?',
  who: { act: 'look', record: 'imei-status' },
  status: 200,
  body: z.strictObject({ imei: Imei }),
  reply: z.object({ status: z.enum(['clear', 'wait', 'stolen', 'unknown']), advice: z.string() }),

  async handle({ imei }, { db }) {
    const status = await statusOf(db, keyOf(imei))
    return { status, advice: advice[status] }
  },
})
