import { z } from 'zod'
import { seeOther } from '#http'
import { readStream } from '#ledger'
import { challengeEnd, challengeUntil, desk } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'
import { keepWords } from '../staff-case.ts'

const says: Readonly<Record<string, string>> = {
  'challenged-already': 'You have asked already. Somebody is looking at it',
  'challenge-late': 'The time to ask is over. If you know something new, report your phone again',
  'not-closed': 'Your case is open, so there is nothing to look at again',
}

/** A victim says in their own words why their case should not have ended. */
export default definePage()({
  url: '/case/challenge',
  title: 'Ask us to look again',
  template: 'public/case-challenge.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { challenge, challengeFrom } = desk.run(await readStream(queryable(context.db), `case/${held.case}`))
    return { due: challenge?.due ?? false, until: challengeFrom ? challengeUntil(challengeFrom) : false }
  },

  form: z.object({
    words: z.string().trim().min(1, 'Say why we should look again').max(2000, 'Write 2000 letters or fewer'),
  }),

  async act({ words: text }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const words = await keepWords(context, text)
    const outcome = await context.execute(challengeEnd, { ...held, words })
    if (outcome.ok) return seeOther('/case/challenge')
    return { errors: [{ field: 'words', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
