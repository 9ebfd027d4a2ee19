import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { ownSteps, steps, tickSteps } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** Where ticks are kept from, and gone back to. */
const back = { case: '/case', receipt: '/report/receipt' } as const

/** The victim's ticks on what only they can do: kept in the case, so that they stand on every screen, without JavaScript. */
export default definePage()({
  url: '/case/ticks',
  title: 'What you have done',
  template: 'public/case-ticks.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { ticked } = ownSteps.run(await readStream(queryable(context.db), `case/${held.case}`))
    return { ticked }
  },
  form: z.object({
    done: z.array(z.enum(steps)).max(steps.length),
    from: z.enum(['case', 'receipt']).catch('case'),
  }),

  async act({ done, from }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const outcome = await context.execute(tickSteps, { ...held, steps: done }, 'ticks')
    return outcome.ok || outcome.refused === 'nothing-new' ? seeOther(back[from]) : refusal(tickSteps, outcome.refused)
  },
})
