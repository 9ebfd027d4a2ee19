import { z } from 'zod'
import { confirmEnrolment, type EnrolTables } from '#modules/register/public'
import { prepareOwner } from '#modules/safeguards/public'
import { VaultRef } from '#platform/vault-ref'
import { codeToScan } from '../code-to-scan.ts'
import { definePage } from '../define-page.ts'
import { lockScreenCard } from '../lock-screen-card.ts'

const oneAnswer = 'This is not the code that we sent, or it is too old. Look at the last text from us'

const says = {
  'wrong-code': oneAnswer,
  rest: 'Five wrong codes. Wait an hour, then ask for a new one',
  'number-not-proved': oneAnswer,
  'registered-elsewhere':
    'The phone’s own number belongs to another phone in the register. Start again and leave it empty, or ask for a review',
  'reported-stolen': 'Somebody has reported this phone. First that has to be settled, then it can be made ready',
  'key-reused': oneAnswer,
  busy: 'We are busy. Press the button once more',
}

/** The code back; then the card to print. It is on this one answer and nowhere else: lost means made again. */
export default definePage<EnrolTables>()({
  url: '/enrol/confirm',
  title: 'Type the code we sent you',
  template: 'public/enrol-confirm.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  query: z.strictObject({ ticket: VaultRef }),

  async load({ ticket }, { audit }) {
    await audit('look', ticket)
    return { ticket, card: false }
  },

  form: z.object({
    code: z
      .string()
      .transform((typed) => typed.replaceAll(/\D/g, ''))
      .pipe(z.string().length(6, 'Enter the six digits from the text')),
    remind: z.string(),
  }),

  async act({ ticket, code, remind }, context) {
    const done = await confirmEnrolment(context, ticket, code)
    if ('refused' in done) return { errors: [{ field: 'code', says: says[done.refused] }] }
    const finder = await prepareOwner(context, { ...done, remind: remind === 'yes' })
    const lockScreen = finder ? lockScreenCard(context.publicUrl.origin, finder) : false
    const address = `${context.publicUrl.origin}/stop`
    const scan = codeToScan(`${address}?card=${done.card}`)
    return { ...done, lockScreen, title: 'Print your panic card', address: address.replace(/^https?:\/\//, ''), scan }
  },
})
