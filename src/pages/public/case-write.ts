import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { answerBy, answersFor, desk, guardFor, writeToDesk } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'
import { keepWords, readWords } from '../staff-case.ts'

/**
 * Where a victim writes to the unit and reads its answers. What they wrote is not shown again, for others see this screen; in
 * safe mode an answer is shown only to the code that asked.
 */
export default definePage()({
  url: '/case/write',
  title: 'Write to us',
  template: 'public/case-write.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const events = await readStream(queryable(context.db), `case/${held.case}`)
    const { waiting, end } = desk.run(events)
    const [oldest] = waiting
    return {
      ...{ ended: end !== undefined, guard: guardFor(events, held.access) },
      answerBy: oldest ? answerBy(oldest.at) : false,
      answers: await readWords(context, 'read-answers', answersFor(events, held.access)),
    }
  },

  form: z.object({
    words: z.string().trim().min(1, 'Write what you want to ask or tell us').max(2000, 'Write 2000 letters or fewer'),
  }),

  async act({ words: text }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const words = await keepWords(context, text)
    const outcome = await context.execute(writeToDesk, { ...held, words })
    if (outcome.ok) return seeOther('/case/write')
    if (outcome.refused === 'many-wait')
      return {
        errors: [{ field: 'words', says: 'You wrote ten times. We answer them all together. Please wait for us' }],
      }
    return refusal(writeToDesk, outcome.refused)
  },
})
