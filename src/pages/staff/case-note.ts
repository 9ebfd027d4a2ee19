import { z } from 'zod'
import { isProblem, problem, refusal, seeOther } from '#http'
import { writeNote } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { caseParam, keepWords, staffCase } from '../staff-case.ts'

/** A note from one officer to the next. No page of a victim shows it. */
export default definePage()({
  url: '/staff/case/:case/note',
  title: 'Leave a note',
  template: 'staff/case-note.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    return isProblem(held) ? held : { theft }
  },

  form: z.object({
    note: z.string().trim().min(1, 'Write what the next officer must know').max(2000, 'Write 2000 letters or fewer'),
  }),

  async act({ case: theft, note }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const outcome = await context.execute(writeNote, { case: theft, words: await keepWords(context, note) })
    return outcome.ok ? seeOther(`/staff/case/${theft}`) : refusal(writeNote, outcome.refused)
  },
})
