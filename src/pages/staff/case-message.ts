import { z } from 'zod'
import { isProblem, problem, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { handleFailure, handlings } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { staffCase } from '../staff-case.ts'

const handlingSays: Readonly<Record<(typeof handlings)[number], string>> = {
  reached: 'I reached them another way',
  'new-contact': 'They gave a new address, and it is on the case',
  'nobody-reached': 'I tried, and could not reach them: their case page says it all',
}

/** A message that did not arrive: a person says what they did about it, and it leaves the queue. */
export default definePage()({
  url: '/staff/case/:case/message/:action',
  title: 'A message did not arrive',
  template: 'staff/case-message.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ case: CaseId, action: z.uuid() }),

  async load({ case: theft, action }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    return {
      ...{ theft, action, open: held.desk.failed.has(action) },
      choices: handlings.map((value) => ({ value, text: handlingSays[value] })),
    }
  },

  form: z.object({ how: z.enum(handlings, 'Choose what you did') }),

  async act({ case: theft, action, how }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const outcome = await context.execute(handleFailure, { case: theft, action, how })
    if (outcome.ok) return seeOther('/staff/cases')
    return { errors: [{ field: 'how', says: 'It has arrived, or somebody has dealt with it' }] }
  },
})
