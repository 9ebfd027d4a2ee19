import { z } from 'zod'
import { isProblem, problem, refusal, seeOther } from '#http'
import { answerVictim } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import {
  caseParam,
  hardWords,
  keepWords,
  mayReadWords,
  readWords,
  seenVersion,
  shownTalk,
  staffCase,
  wordsToVictim,
} from '../staff-case.ts'

/** Answers what a victim wrote, in plain words. They are told that there is an answer, and read it on their own page. */
export default definePage()({
  url: '/staff/case/:case/answer',
  title: 'Answer the victim',
  template: 'staff/case-answer.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    const mayRead = mayReadWords(context, held.owner)
    const said = mayRead ? shownTalk(held.events, held.shown) : []
    const { shown, desk } = held
    return {
      ...{ theft, hidden: shown.hidden, mayRead, hard: false, waiting: desk.waiting.length, seen: held.seen },
      // Nobody waits, and no code is safe: what is written would be read by nobody.
      unread: desk.waiting.length === 0 && !shown.heard,
      said: await readWords(context, 'read-conversation', said),
    }
  },

  form: z.object({ ...wordsToVictim, ...seenVersion }),

  async act({ case: theft, ...written }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const hard = hardWords(written)
    if (hard) return hard
    const words = await keepWords(context, written.words)
    const outcome = await context.execute(answerVictim, { case: theft, words, upTo: written.seen })
    return outcome.ok ? seeOther(`/staff/case/${theft}`) : refusal(answerVictim, outcome.refused)
  },
})
