import { z } from 'zod'
import { isProblem, problem, seeOther } from '#http'
import { answerChallenge } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import {
  caseParam,
  hardWords,
  keepWords,
  mayReadWords,
  readWords,
  shownTalk,
  staffCase,
  wordsToVictim,
} from '../staff-case.ts'

const says: Readonly<Record<string, string>> = {
  'closed-by-you': 'You closed this case, so somebody else must look again',
  'stops-lifted':
    'Its stops were lifted, so it cannot be opened again. Say so, and that they can report the phone again',
  'no-challenge': 'Somebody has answered this already',
}

/** Looks again at why a case ended, because its victim asked. Never whoever closed it. */
export default definePage()({
  url: '/staff/case/:case/challenge',
  title: 'Look again at a closed case',
  template: 'staff/case-challenge.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    const { shown, desk, events, owner } = held
    const mayRead = mayReadWords(context, owner)
    const said = mayRead ? shownTalk(events, shown) : []
    return {
      ...{ theft, hidden: shown.hidden, mayRead, hard: false, due: desk.challenge?.due ?? false },
      mine: desk.end?.by === context.actor,
      said: await readWords(context, 'read-conversation', said),
    }
  },

  form: z.object({ stands: z.enum(['yes', 'no'], 'Choose whether the case stays closed'), ...wordsToVictim }),

  async act({ case: theft, stands, ...written }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const hard = hardWords(written)
    if (hard) return hard
    const words = await keepWords(context, written.words)
    const answer = { case: theft, stands: stands === 'yes', words, by: context.actor }
    const outcome = await context.execute(answerChallenge, answer)
    if (outcome.ok) return seeOther(`/staff/case/${theft}`)
    return { errors: [{ field: 'stands', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
