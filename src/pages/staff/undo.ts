import type { Kysely } from 'kysely'
import { z } from 'zod'
import { seeOther } from '#http'
import { CaseId } from '#lib/ids'
import {
  type EventTables,
  madeUpLately,
  ownerOfCase,
  ownWithdrawals,
  type TheftCase,
  withdrawReport,
} from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { caseTyped, noSuchCase, typedCase } from '../staff-case.ts'

const says = {
  'no-case': noSuchCase,
  'case-ended': 'This case has ended already. Nothing stands at a partner because of it',
  'proof-too-weak': 'Check who the person is first. Then take the report back',
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
}

/** A police handler, who has checked who the reporter is, takes a report back: every stop is undone at every partner. */
export default definePage<EventTables & TheftCase>()({
  url: '/staff/undo',
  title: 'Take a report back',
  template: 'staff/undo.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  query: z.object({ case: CaseId.optional(), done: z.literal('yes').optional() }),

  async load({ case: theft, done }, { audit, db, now, tenant }) {
    await audit('look', 'undo') // the form shows no record
    const madeUp = await madeUpLately(db as unknown as Kysely<TheftCase>, tenant, now())
    return { theft: theft ?? '', done: done === 'yes', madeUp }
  },

  form: z.object({
    theft: typedCase,
    why: z.enum([...ownWithdrawals, 'false-report'], 'Choose why'),
    checked: z.literal('yes', 'Check who asks for this first, then tick this'),
  }),

  async act({ theft: typed, why }, context) {
    const { audit, db, execute } = context
    const theft = await caseTyped(context, typed)
    const owner = theft && (await ownerOfCase(db, theft))
    if (!owner) return { errors: [{ field: 'theft', says: says['no-case'] }] }
    await audit('change', `case/${theft}`, owner)
    const outcome = await execute(withdrawReport, { case: theft, why, means: 'police-handler' })
    if (outcome.ok) return seeOther(`/staff/undo?done=yes&case=${theft}`)
    return { errors: [{ field: 'theft', says: says[outcome.refused] }] }
  },
})
