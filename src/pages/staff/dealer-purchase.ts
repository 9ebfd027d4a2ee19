import { z } from 'zod'
import { Imeis } from '#lib/imei/imei'
import { buyAsShop, type PurchaseTables, sellerDocuments } from '#modules/register/public'
import { askAsDealer, type HandsetCaseTables } from '#modules/sightings/public'
import { dayField } from '../day-field.ts'
import { definePage } from '../define-page.ts'
import { emptyOr } from '../form.ts'

const says = {
  'registered-elsewhere':
    'This number belongs to another phone in the register. Compare the box with *#06# on the screen. If both agree, do not buy it, and ask for a review',
  'reported-stolen': 'Somebody has reported this phone meanwhile. Do not buy it',
  'networks-refuse': 'Networks refuse this phone. Do not buy it',
  'already-registered': 'You have registered this phone already. Nothing needs doing',
  'seller-not-verified': 'Check the seller’s document first',
  'document-expired': 'This document is out of date. Ask for one that is valid',
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
}

/** As at the counter: what to do, and not why. */
const checkSays = {
  'do-not-buy': 'The check says: do not buy this phone',
  wait: 'The check says: wait. Do not buy this phone today, and ask again tomorrow',
}

const documents = {
  passport: 'Passport',
  'driving-licence': 'Driving licence',
  'identity-card': 'Identity card',
  'residence-permit': 'Residence permit',
  'digital-identity': 'Digital identity',
}

/** After BUY: the phone is the shop's in the register. Of the seller's document the sort and the last four signs are kept. */
export default definePage<PurchaseTables & HandsetCaseTables>()({
  url: '/dealer/purchase',
  title: 'Register a purchase',
  template: 'staff/dealer-purchase.njk',
  who: { act: 'change', record: 'handset-owner' },
  purpose: 'check-before-buying',

  async load(_, { audit }) {
    await audit('look', 'purchase') // the form shows no record
    return { done: false, documents: sellerDocuments.map((value) => ({ value, text: documents[value] })) }
  },

  form: z.object({
    imei: Imeis,
    document: z.enum(sellerDocuments, 'Choose the document that you saw'),
    lastFour: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{4}$/, 'Enter the last four letters or digits of its number'),
    validUntil: emptyOr(dayField('Enter a date like 30 6 2030')),
  }),

  async act({ imei, ...seller }, context) {
    // Nobody need have asked at the counter, and the answer may be another since.
    const { answer } = await askAsDealer(context, imei)
    if (answer !== 'buy') return { errors: [{ field: 'imei', says: checkSays[answer] }] }
    const bought = await buyAsShop(context, { imeis: imei, ...seller })
    return 'refused' in bought
      ? {
          errors: [
            { field: bought.refused === 'document-expired' ? 'validUntil' : 'imei', says: says[bought.refused] },
          ],
        }
      : { done: true, title: 'The phone is registered to your shop', values: {} }
  },
})
