import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { kept as times } from '#lib/kept'
import { readPostal } from '#lib/postal'
import { type Address, addressOf, giveContact, guardFor, type Locale, told } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'
import { languageOf } from '../language.ts'

const keptMs = times.caseAccess.ms
const notRead =
  'We cannot read this. Enter an e-mail address like name@example.org, or a mobile number like 07700 900123'
const stolen =
  'This is the number of the phone that was taken. Whoever has it would read our messages. Give another one'
const notPosted = 'We cannot post to this. Write three to seven lines: your name, the street, the town, the postcode'
const neither = 'Enter an e-mail address or a phone number, or where you get post'
const oneOfTwo =
  'Give one of the two: an e-mail address or a number, or a postal address. You can add the other one after it'
const enough = 'We write to five addresses, and to no more. Stop one of them first, by the link below'
const notAlone =
  'To keep you safe, we only write where nobody else reads. Give another address, or look at this site instead'
const notByThis =
  'With this code we write to nobody. Call 101 and ask the police for a new code. Then save this once more'

/** Where this victim may be told things: never the stolen number, and in safe mode only what nobody else reads. */
export default definePage()({
  url: '/case/details/contact',
  title: 'Where we can write to you',
  template: 'public/case-details-contact.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : {}
  },
  form: z
    .object({
      contact: z.string().trim().max(200, notRead),
      postal: z.string().trim().max(400, notPosted),
      alone: z.enum(['yes', 'no'], 'Say whether somebody else may read messages there'),
      language: z.string().transform((lang) => languageOf({ lang })),
    })
    // Said together with what else is missing.
    .refine(({ contact, postal }) => contact || postal, {
      ...{ path: ['contact'], error: neither },
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'contact' || path?.[0] === 'postal'),
    }),

  async act({ contact, postal, alone, language }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const address = typedAddress(contact, postal)
    if ('says' in address) return { errors: [address] }
    const events = await readStream(queryable(context.db), `case/${held.case}`)
    const guard = guardFor(events, held.access)
    if (guard === 'kept') return { errors: [{ field: 'contact', says: notByThis }] }
    const { line } = told.run(events)
    if (guard === 'own' && (alone === 'no' || address.channel === 'letter'))
      return { errors: [{ field: alone === 'no' ? 'alone' : 'postal', says: notAlone }] }
    const found = address.channel === 'text' ? await context.vault.find('number', address.to) : []
    const reviewAt = new Date(context.now().getTime() + keptMs)
    // Found by its number, so that whoever forwards a message from there is known (`caseOfContact`).
    const findBy = address.channel === 'text' ? { findBy: [address.to] } : {}
    const { ref } = await context.vault.put({ class: 'contact', value: kept(address, language), ...findBy, reviewAt })
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
    if (outcome.refused === 'too-many-contacts') return { errors: [{ field: 'contact', says: enough }] }
    return refusal(giveContact, outcome.refused)
  },
})

type Typed = Exclude<Address, { channel: 'push' }>

/** What is written to first: an e-mail or a text comes at once, a letter after days. */
function typedAddress(contact: string, postal: string): Typed | { field: string; says: string } {
  if (contact !== '' && postal !== '') return { field: 'postal', says: oneOfTwo }
  if (contact === '') {
    const to = readPostal(postal)
    return to ? { channel: 'letter', to } : { field: 'postal', says: notPosted }
  }
  const address = addressOf(contact)
  return address && address.channel !== 'push' ? address : { field: 'contact', says: notRead }
}

const keyOf = { text: 'number', email: 'email', letter: 'postal' } as const
const kept = ({ channel, to }: Typed, language: Locale) => ({ [keyOf[channel]]: to, language })
