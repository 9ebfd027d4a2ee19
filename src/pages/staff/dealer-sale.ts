import { z } from 'zod'
import { seeOther } from '#http'
import { Imeis, keysOf } from '#lib/imei/imei'
import { LineTyped } from '#lib/line'
import { networksRefuse, type RestrictionTables } from '#modules/blocklist/public'
import { askToEnrol, type EnrolTables, sellAsShop } from '#modules/register/public'
import { definePage } from '../define-page.ts'

const says = {
  'registered-elsewhere':
    'This number belongs to another phone in the register. Compare the box with *#06# on the screen. If both agree, ask for a review and sell another one',
  'reported-stolen': 'Somebody has reported this phone. Do not sell it',
  'networks-refuse': 'Networks refuse this phone. Do not sell it',
  'already-registered': 'The buyer has this phone in the register already. Nothing needs doing',
  'seller-not-verified': 'This phone has an owner in the register. Register your purchase of it first',
  'document-expired': 'The document that you saw is out of date',
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
}

/**
 * A sale over the counter (B60, B62): the phone is the buyer's in the register, which proves its numbers, and they are asked
 * to get ready. The code that their number gets is typed on this screen, and the card is printed here. Banks and the person
 * they trust are nothing for a shop: those the buyer adds alone.
 */
export default definePage<EnrolTables & RestrictionTables>()({
  url: '/dealer/sale',
  title: 'Register a sale',
  template: 'staff/dealer-sale.njk',
  who: { act: 'change', record: 'handset-owner' },
  purpose: 'check-before-buying',
  readsPictures: true,

  async load(_, { audit }) {
    await audit('look', 'sale') // the form shows no record
    return { done: false }
  },

  form: z.object({
    imei: Imeis,
    sort: z.enum(['new', 'used'], 'Choose whether the phone is new'),
    name: z.string().trim().min(1, 'Enter the buyer’s name').max(200, 'Enter a shorter name'),
    line: LineTyped,
    email: z.email('Enter an e-mail address, like name@example.org').max(320),
    card: z.enum(['yes', 'no'], 'Ask the buyer whether they want the card'),
  }),

  async act({ imei: imeis, sort, name, line, email, card }, context) {
    const channel = sort === 'new' ? ('point-of-sale' as const) : ('resale' as const)
    const refused = await networksRefuse(context.db, keysOf(imeis), context.now())
    const sold = await sellAsShop(context, { imeis, channel, refused, owner: { name, contact: line } })
    if ('refused' in sold) return { errors: [{ field: 'imei', says: says[sold.refused] }] }
    if (card === 'no') return { done: true, title: 'The phone is the buyer’s', values: {} }
    const ticket = await askToEnrol(context, { line, name, email, banks: [], mayLocate: false, imeis })
    return seeOther(`/enrol/confirm?ticket=${ticket}`)
  },
})
