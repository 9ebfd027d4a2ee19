import { z } from 'zod'
import { seeOther } from '#http'
import { Imeis } from '#lib/imei/imei'
import { OwnLineTyped } from '#lib/line'
import { askToEnrol, type EnrolTables, ModelTyped, plainWord, type Weak, weaknessOf } from '#modules/register/public'
import { type AccountTables, accountChoices, offeredOf } from '../account-choices.ts'
import { contactField } from '../contact-field.ts'
import { definePage } from '../define-page.ts'
import { emptyOr } from '../form.ts'
import { languageOf } from '../language.ts'

type Tables = EnrolTables & AccountTables

const email = z.email('Enter an e-mail address, like name@example.org').max(320)

const noContact = 'Enter their e-mail address or mobile number, or leave out their name'

const Named = z.array(z.string()).max(20, 'Choose no more than 20')

/** Why a word will not do, as it is said to who chose it. */
const weakSays: Readonly<Record<Weak, string>> = {
  letters: 'Write the word with the letters A to Z, so that it can be sent from any phone',
  short: 'Choose a word of 5 letters or more. A short word is easy to guess',
  long: 'Choose a word of 20 letters or fewer',
  common: 'Many people choose this word, so it is easy to guess. Choose another one',
  own: 'People who know you could guess this word. Leave out names, and your phone',
  row: 'Letters in a row, or the same letters again, are easy to guess. Choose another word',
}

/** Before a theft: who you are, who may stop the phone for you, who is to be asked then (B60, B28). Two pages, no account, no password. */
export default definePage<Tables>()({
  url: '/enrol',
  title: 'Get ready before a theft',
  template: 'public/enrol.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  readsPictures: true,

  async load(_, { audit, db }) {
    await audit('look', 'enrolment/new') // the page itself shows no record
    return accountChoices(db)
  },

  form: z.object({
    line: OwnLineTyped,
    name: z.string().trim().min(1, 'Enter your name').max(200, 'Enter a shorter name'),
    email,
    language: z.string().transform((lang) => languageOf({ lang })),
    trustedName: z.string().trim().max(200, 'Enter a shorter name'),
    trustedContact: emptyOr(contactField('Enter their e-mail address or mobile number')),
    banks: z.array(z.string()).max(20, 'Choose no more than 20 banks'),
    mail: Named,
    exchanges: Named,
    identities: Named,
    maker: z.string(),
    mayLocate: z.string(),
    stopWord: z.string().trim().max(100, 'Choose a word of 20 letters or fewer'),
    imei: emptyOr(Imeis).transform((imeis = []) => imeis),
    model: emptyOr(ModelTyped),
  }),

  async act({ trustedName, trustedContact, maker, mayLocate, imei, stopWord, ...me }, context) {
    if (trustedName && !trustedContact) return { errors: [{ field: 'trustedContact', says: noContact }] }
    if (trustedContact === me.line)
      return { errors: [{ field: 'trustedContact', says: 'Choose someone with another phone: yours may be gone' }] }
    // Their code can start the phone again, and whoever has the phone may read its mail.
    if (trustedContact && trustedContact.toLowerCase() === me.email.toLowerCase())
      return { errors: [{ field: 'trustedContact', says: 'Choose an address of theirs: a thief may read your mail' }] }
    const weak = stopWord && weaknessOf(stopWord, [me.name, me.email, trustedName, me.model ?? ''])
    if (weak) return { errors: [{ field: 'stopWord', says: weakSays[weak] }] }
    const known = await accountChoices(context.db)
    const ticket = await askToEnrol(context, {
      ...me,
      ...(trustedContact && { trusted: { name: trustedName, contact: trustedContact } }),
      banks: offeredOf(me.banks, known.banks),
      mail: offeredOf(me.mail, known.mail),
      exchanges: offeredOf(me.exchanges, known.exchanges),
      identities: offeredOf(me.identities, known.identities),
      ...(offeredOf([maker], known.makers).length > 0 && { maker }),
      ...(stopWord && { stopWord: plainWord(stopWord) }),
      ...{ mayLocate: mayLocate === 'yes', imeis: imei },
    })
    return seeOther(`/enrol/confirm?ticket=${ticket}`)
  },
})
