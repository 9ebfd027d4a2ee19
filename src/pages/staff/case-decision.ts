import { z } from 'zod'
import { isProblem, problem, seeOther } from '#http'
import { decisions, recordDecision } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { decisionNames } from '../desk-words.ts'
import { caseParam, staffCase } from '../staff-case.ts'

const says: Readonly<Record<string, string>> = {
  'decision-known': 'This is on the case already',
  'not-yet-decided': 'This time lies ahead. Record it when it is decided',
  'case-ended': 'This case has ended. Open it again first',
}

/** Records what police decided. The victim is told at once, and the Victims' Code counts the days. */
export default definePage()({
  url: '/staff/case/:case/decision',
  title: 'Record a decision',
  template: 'staff/case-decision.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    return { theft, choices: decisions.map((value) => ({ value, text: decisionNames[value] })) }
  },

  form: z.object({
    decision: z.enum(decisions, 'Choose what was decided'),
    hours: z.coerce
      .number('Say how many hours ago')
      .int('Say it in whole hours')
      .min(0, 'Say how many hours ago')
      .max(720, 'Say how many hours ago: 720 at most'),
    enhanced: z.string(),
  }),

  async act({ case: theft, decision, hours, enhanced }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const decidedAt = new Date(context.now().getTime() - hours * 3_600_000).toISOString()
    const made = { case: theft, decision, decidedAt, enhanced: enhanced === 'yes' }
    const outcome = await context.execute(recordDecision, made)
    if (outcome.ok) return seeOther(`/staff/case/${theft}`)
    return { errors: [{ field: 'decision', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
