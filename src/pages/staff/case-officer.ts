import { z } from 'zod'
import { isProblem, problem, refusal, seeOther } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { assignCase, wrongIn } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { caseParam, staffCase } from '../staff-case.ts'

/** An officer takes a case, and chooses what the victim may call them; or gives it back to the unit. */
export default definePage()({
  url: '/staff/case/:case/officer',
  title: 'Who looks after the case',
  template: 'staff/case-officer.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    const { officer } = held.desk
    const mine = context.caller.kind === 'staff' && officer === context.caller.id
    return { theft, mine, taken: officer !== undefined && !mine }
  },

  form: z.object({
    do: z.enum(['take', 'give-back'], 'Choose who looks after it'),
    name: z
      .string()
      .trim()
      .max(40, 'Write 40 letters or fewer')
      .superRefine((name, context) => {
        const wrong = wrongIn(name)
        if (wrong) context.addIssue({ code: 'custom', message: wrong })
      }),
  }),

  async act({ case: theft, do: choice, name }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held) || context.caller.kind !== 'staff') return problem('not-found')
    const reviewAt = reviewOn(kept.caseAccess, context.now())
    const shown =
      choice === 'take' && name ? await context.vault.put({ class: 'name', value: name, reviewAt }) : undefined
    const taken = choice === 'take' ? { officer: context.caller.id, ...(shown && { shownAs: shown.ref }) } : {}
    const outcome = await context.execute(assignCase, { case: theft, ...taken })
    if (outcome.ok || outcome.refused === 'assigned-already') return seeOther(`/staff/case/${theft}`)
    return refusal(assignCase, outcome.refused)
  },
})
