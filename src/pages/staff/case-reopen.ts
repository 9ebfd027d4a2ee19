import { z } from 'zod'
import { isProblem, problem, seeOther } from '#http'
import { reopenCase } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { caseParam, staffCase } from '../staff-case.ts'

const says: Readonly<Record<string, string>> = {
  'stops-lifted': 'Its stops were lifted. The phone must be reported again, with proof',
  'not-closed': 'This case is open',
}

/** Opens a closed case again because there is something new to follow. The victim is told. */
export default definePage()({
  url: '/staff/case/:case/reopen',
  title: 'Open the case again',
  template: 'staff/case-reopen.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    return isProblem(held) ? held : { theft, ended: held.desk.end !== undefined }
  },

  form: z.object({ sure: z.literal('yes', 'Say that there is something new to follow') }),

  async act({ case: theft }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const outcome = await context.execute(reopenCase, { case: theft, why: 'new-lead' })
    if (outcome.ok) return seeOther(`/staff/case/${theft}`)
    return { errors: [{ field: 'sure', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
