import { z } from 'zod'
import { seeOther } from '#http'
import { lineOf, type StopSecretTable, stopSecretOf, type WrongTry } from '#modules/register/public'
import { methods, type ReportTables, takeReport } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

const says = {
  wrong: 'We do not know this card or code. Compare each sign with the card',
  rest: 'Five wrong codes came from here. Compare each sign, or report with the phone number instead',
}

/**
 * Stops a phone with the printed card or a trusted person's code: scan and confirm, or type and confirm. It can only stop:
 * nothing of the phone, its owner or its place is shown, and the code opens nothing afterwards.
 */
export default definePage<ReportTables & StopSecretTable & WrongTry>()({
  url: '/stop',
  title: 'Stop a phone with a card or code',
  template: 'public/stop.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 60,
  query: z.object({ card: z.string().max(40).optional() }),

  // What was scanned is not looked up before the button is pressed: a look would tell whether the card is one.
  async load({ card }, { audit }) {
    await audit('look', 'stop-secret')
    return { scanned: card ?? false }
  },

  form: z.object({
    code: z.string().trim().min(1, 'Type the number on the card, or your code').max(40, 'A code has 12 signs'),
    method: z.enum(methods, 'Choose what happened'),
    safe: z.enum(['yes', 'no'], 'Say whether you are safe now'),
  }),

  async act({ code, method }, context) {
    const secret = await stopSecretOf(context, code)
    if (typeof secret === 'string') return { scanned: false, errors: [{ field: 'code', says: says[secret] }] }
    const { kind, handset } = secret
    const line = await lineOf(context, secret)
    const taken = await takeReport(context, { line, handset, method, means: kind, channel: kind })
    if ('refused' in taken) return { errors: [{ field: 'code', says: 'We are busy. Press the button once more' }] }
    // Whoever picks up a card and uses it later joins the case, and is shown no code for it.
    const { held } = context.pass
    if (held?.case !== taken.case)
      context.pass.give({ case: taken.case, as: 'reporter', ...(taken.joined && { joined: true }) })
    return seeOther('/report/receipt')
  },
})
