import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { setSafeMode } from '#modules/reports/public'
import { accesses } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/**
 * Switches safe mode on, whoever began the case. It is not switched off here: whoever watches may hold the screen too. Its name stands
 * on the case page of everybody, in the tab and in the history: it must not say who is feared, nor that anybody is.
 */
export default definePage()({
  url: '/case/safe',
  title: 'Who may see your case',
  template: 'public/case-safe.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : {}
  },
  form: z.object({}),

  async act(_, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const given = accesses.run(await readStream(queryable(context.db), `case/${held.case}`))
    const proved = given.all.get(held.access)?.bare !== true
    const outcome = await context.execute(setSafeMode, { ...held, on: true, by: 'holder', proved })
    // That it is on already is no fault of whoever presses again.
    if (outcome.ok || outcome.refused === 'safe-mode-so') return seeOther('/case/details/contacts')
    return refusal(setSafeMode, outcome.refused)
  },
})
