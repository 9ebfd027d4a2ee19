import { z } from 'zod'
import { isProblem, problem, refusal, seeOther } from '#http'
import type { StoredEvent } from '#ledger'
import { becauses, closeCase, theftCase } from '#modules/reports/public'
import { answerVictim } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { caseParam, hardWords, keepWords, seenVersion, staffCase, wordsToVictim } from '../staff-case.ts'

const becauseSays: Readonly<Record<(typeof becauses)[number], string>> = {
  'nobody-found': 'We looked, and nobody can say who took it',
  'no-proof': 'We suspect somebody, and too little shows it',
  'dealt-with': 'Who took it has been dealt with; the phone was not found',
  'other-force': 'Another force goes on with it',
}

/** When what is stopped starts again by itself; false: it does not. */
const untilOf = (events: readonly StoredEvent[]) => theftCase.run(events).standing?.until ?? false

/** Closes a case that has no lead left. It cannot be done without a reason, and the victim reads both. */
export default definePage()({
  url: '/staff/case/:case/close',
  title: 'Close the case',
  template: 'staff/case-close.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    return {
      until: untilOf(held.events),
      ...{ theft, hard: false, ended: held.desk.end !== undefined, waiting: held.desk.waiting.length, seen: held.seen },
      reasons: becauses.map((value) => ({ value, text: becauseSays[value] })),
    }
  },

  form: z.object({ because: z.enum(becauses, 'Choose why the case ends'), ...wordsToVictim, ...seenVersion }),

  async act({ case: theft, because, ...written }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const hard = hardWords(written)
    if (hard) return hard
    // Kept first: a vault that is away must not leave a closed case whose victim was told nothing.
    const words = await keepWords(context, written.words)
    const outcome = await context.execute(closeCase, { case: theft, reason: 'no-lead-left', because, stops: [] })
    if (!outcome.ok) return refusal(closeCase, outcome.refused)
    const said = await context.execute(
      answerVictim,
      { case: theft, words, upTo: written.seen, with: 'closing' },
      'words',
    )
    if (!said.ok) return refusal(answerVictim, said.refused)
    return seeOther(`/staff/case/${theft}`)
  },
})
