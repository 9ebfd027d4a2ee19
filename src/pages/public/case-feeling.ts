import { z } from 'zod'
import { refusal } from '#http'
import { readStream } from '#ledger'
import { feelingAnswers, feelingsOf, stepToAsk, tellFeeling } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

const answer = (says: string) => z.string().pipe(z.enum(feelingAnswers, says))

/** Two questions, once in the first week, once later and once when the case has ended (B50). Counted without a name. */
export default definePage()({
  url: '/case/feeling',
  title: 'How are you now?',
  template: 'public/case-feeling.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const known = feelingsOf.run(await readStream(queryable(context.db), `case/${held.case}`))
    return { asks: stepToAsk(known, context.now().toISOString()) !== undefined, unsafe: false }
  },
  form: z.object({
    safe: answer('Say whether you feel safe'),
    mattered: answer('Say whether you feel that your case matters to us'),
  }),

  async act({ safe, mattered }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const outcome = await context.execute(tellFeeling, { ...held, safe, mattered }, 'feeling')
    // Sent twice is answered once.
    if (!outcome.ok && outcome.refused !== 'nothing-new') return refusal(tellFeeling, outcome.refused)
    return { asks: false, unsafe: safe !== 'yes', title: 'Thank you' }
  },
})
