import { z } from 'zod'
import { type StopSecretTable, stopSecretOf, type WrongTry } from '#modules/register/public'
import { type TakeBackTables, takeBack } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { whyNotByTrust } from '../mine-words.ts'

const counter = 'Its owner can do it in a shop of their network, with photo ID. Or they ask the police'

const says = {
  wrong: `We do not know this code. A report code shows you a report; it cannot start a phone. ${counter}`,
  rest: `Five wrong codes came from here. Compare each letter and digit. ${counter}`,
  'panic-card': `A panic card can only stop a phone. ${counter}`,
  'too-late': `The report is more than three days old, so a code is not enough. ${counter}`,
  'code-too-new': `This code was not a day old when the phone was reported, so it can only stop the phone. ${counter}`,
  'code-replaced': `A newer code was made for this phone, so this one can only stop it. ${counter}`,
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
}

/**
 * Found it, or it was never gone: a trusted person's own code takes the report back, for three days and while nothing
 * stronger was shown, if they had it a day before. Neither the card, nor the report code, nor this browser's session does.
 */
export default definePage<StopSecretTable & WrongTry & TakeBackTables>()({
  url: '/found',
  title: 'Start a phone again',
  template: 'public/found.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'stop-secret')
    return { done: false }
  },

  form: z.object({
    why: z.enum(['found', 'not-me'], 'Choose what happened'),
    code: z.string().trim().min(1, 'Type the code that was sent to you').max(40, 'A code has 12 letters and digits'),
  }),

  async act({ why, code }, context) {
    const said = (reason: keyof typeof says) => ({ errors: [{ field: 'code', says: says[reason] }] })
    const secret = await stopSecretOf(context, code)
    if (typeof secret === 'string') return said(secret)
    if (secret.kind !== 'trusted-person') return said('panic-card')
    const taken = await takeBack(context, secret, why)
    // What was reported tells whether it is safe mode that keeps them from it: those answers are all one (docs/adr/0024).
    const not = whyNotByTrust(taken)
    return not ? said(not) : { done: true, title: 'We have heard you' }
  },
})
