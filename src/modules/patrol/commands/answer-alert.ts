import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { AlertId, answers, OfficerId } from '../alert.ts'
import { alertedCase, isOver } from '../alerted-case.ts'
import { AlertAnswered } from '../events/alert-answered.ts'
import { refusals } from '../refusals.ts'

/** An officer says whether they go. They may change their mind while the alert lasts. */
export const answerAlert = defineCommand('answer-alert', {
  input: z.object({ case: CaseId, alert: AlertId, officer: OfficerId, answer: z.enum(answers) }),
  refusals: {
    ...refusals,
    'answered-so': { status: 409, says: 'You have said so already.' },
  },
  stream: (input) => `case/${input.case}`,
  state: alertedCase,

  decide(input, { alerts, theft }, { now }) {
    const alert = alerts.find((one) => one.alert === input.alert)
    if (!alert?.answers.has(input.officer)) return refuse('no-alert')
    if (theft.ended || isOver(alert, now)) return refuse('alert-over')
    if (alert.answers.get(input.officer) === input.answer) return refuse('answered-so')
    return [AlertAnswered.of(input)]
  },
})
