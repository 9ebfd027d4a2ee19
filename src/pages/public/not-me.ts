import { z } from 'zod'
import { OwnLineTyped } from '#lib/line'
import { plainWord, type StopSecretTable, stopWordOf, type WrongTry } from '#modules/register/public'
import { type EventTables, type OpenCase, takeContest } from '#modules/reports/public'
import { type ComplaintTables, complaintDesks } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { bornOrPostcode, identityFields, whoOf } from '../identity-fields.ts'

const wrongWord = 'This number and this word do not belong together. Check both, or leave the word empty'

/** For whoever has their phone and reported nothing. What is answered is the same whether a report stands or not. */
export default definePage<ComplaintTables & OpenCase & EventTables & StopSecretTable & WrongTry>()({
  url: '/not-me',
  title: 'Somebody else reported your phone',
  template: 'public/not-me.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit, db }) {
    await audit('look', 'contest') // the form shows no record
    return { heard: false, often: false, desks: await complaintDesks(db) }
  },

  form: z
    .object({
      line: OwnLineTyped,
      ...identityFields,
      word: z.string().trim().max(100, wrongWord),
      name: z.string().trim().min(1, 'Enter your name').max(200, 'Enter your name in 200 letters or fewer'),
    })
    // Said together with what else is missing, and not of one that cannot be read: that says so itself.
    .refine(({ born, postcode }) => born || postcode, {
      ...{ path: ['born'], error: bornOrPostcode },
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'born' || path?.[0] === 'postcode'),
    }),

  async act({ line, word, ...who }, context) {
    const { errors, identity } = whoOf(who)
    if (errors) return { errors }
    const secret = word ? await stopWordOf(context, { line, words: [plainWord(word)] }, context.from) : undefined
    if (secret === 'wrong') return { errors: [{ field: 'word', says: wrongWord }] }
    // After too many wrong words none is judged: then the name alone counts, and a person looks.
    const taken = await takeContest(context, line, identity, secret === 'unchecked' ? undefined : secret)
    return { heard: true, often: taken === 'often', title: 'We have heard you' }
  },
})
