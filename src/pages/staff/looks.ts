import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, seeOther } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import { CaseId } from '#lib/ids'
import {
  type Doubt,
  doubts,
  explainLook,
  type Finding,
  findings,
  type LookDoubt,
  lookQueue,
  StaffId,
} from '#modules/scrutiny/public'
import { definePage } from '../define-page.ts'

const whySays: Readonly<Record<Doubt, string>> = {
  'own-number': 'The case is about a number that they said is their own',
  often: 'They looked again and again, and did nothing in the case',
}
const findingSays: Readonly<Record<Finding, string>> = {
  'had-reason': 'They had a reason',
  'taken-further': 'It was taken further',
}
const says: Readonly<Record<string, string>> = {
  'no-doubt': 'Nothing waits here',
  'explained-already': 'Somebody has answered this',
  'own-look': 'This is your own look-up, so somebody else answers it',
}

/** Look-ups by staff that somebody should explain. The auditor asks them, and writes down what came of it. */
export default definePage<LookDoubt>()({
  url: '/staff/looks',
  title: 'Look-ups to ask about',
  template: 'staff/looks.njk',
  who: { act: 'look', record: 'look-doubt' },
  console: true,

  async load(_, { audit, caller, db, now, purpose, reach, tenant }) {
    await audit('look', 'look-doubts')
    const theirs = reach === 'all' ? undefined : tenant
    const { open, answered } = await lookQueue(db as unknown as Kysely<LookDoubt>, theirs, now())
    const inWords = (row: (typeof open)[number]) => ({
      ...{ ...row, says: whySays[row.why], found: row.finding ? findingSays[row.finding] : '' },
    })
    const mayAnswer = judge(matrix, caller, { act: 'change', record: 'look-doubt' }, purpose).may
    const choices = findings.map((value) => ({ value, text: findingSays[value] }))
    return { open: open.map(inWords), answered: answered.map(inWords), mayAnswer, choices }
  },

  form: z.object({
    staff: StaffId,
    case: CaseId,
    why: z.enum(doubts),
    finding: z.enum(findings, 'Choose what came of it'),
  }),

  async act(found, { audit, caller, execute, purpose }) {
    const may = judge(matrix, caller, { act: 'change', record: 'look-doubt' }, purpose).may
    if (caller.kind !== 'staff' || !may) return problem('not-your-role')
    await audit('change', `case/${found.case}`)
    const outcome = await execute(explainLook, { ...found, by: caller.id })
    if (outcome.ok) return seeOther('/staff/looks')
    return { errors: [{ field: 'finding', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
