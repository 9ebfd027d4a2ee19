import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { kept } from '#lib/kept'
import { addressOf, giveContact, told } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

const keptMs = kept.caseAccess.ms
const notRead =
  'We cannot read this. Enter an e-mail address like name@example.org, or a mobile number like 07700 900123'
const stolen =
  'This is the number of the phone that was taken. Whoever has it would read our messages. Give another one'
const notAlone =
  'For your safety we only write where nobody else reads. Give another address, or look at this site instead'

/** Where this victim may be told things: never the stolen number, and in safe mode only what nobody else reads. */
export default definePage()({
  url: '/case/details/contact',
  title: 'Where we can write to you',
  template: 'public/case-details-contact.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : {}
  },
  form: z.object({
    contact: z.string().trim().min(1, 'Enter an e-mail address or a phone number').max(200, notRead),
    alone: z.enum(['yes', 'no'], 'Say whether somebody else may read messages there'),
  }),

  async act({ contact, alone }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const address = addressOf(contact)
    if (!address || address.channel === 'push') return { errors: [{ field: 'contact', says: notRead }] }
    const { line, safeMode } = told.run(await readStream(queryable(context.db), `case/${held.case}`))
    if (safeMode && alone === 'no') return { errors: [{ field: 'alone', says: notAlone }] }
    const found = address.channel === 'text' ? await context.vault.find('number', address.to) : []
    const reviewAt = new Date(context.now().getTime() + keptMs)
    const value = address.channel === 'text' ? { number: address.to } : { email: address.to }
    const { ref } = await context.vault.put({ class: 'contact', value, reviewAt })
    const isLine = found.some((one) => one.ref === line)
    const given = {
      case: held.case,
      access: held.access,
      contact: ref,
      by: address.channel,
      confirmed: alone === 'yes',
      isLine,
    }
    const outcome = await context.execute(giveContact, given)
    if (outcome.ok) return seeOther('/case/details')
    if (outcome.refused === 'contact-is-stolen') return { errors: [{ field: 'contact', says: stolen }] }
    return refusal(giveContact, outcome.refused)
  },
})
