import type { TheftCase } from '#modules/reports/public'
import type { CasePromise } from '#modules/victims/public'
import { definePage } from '../define-page.ts'

const mostShown = 200

/** The unit's queue by the clock: whoever is promised an update first stands first (B20, B42). */
export default definePage<CasePromise & TheftCase>()({
  url: '/staff/cases',
  title: 'Open cases',
  template: 'staff/cases.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,

  async load(_, { db, audit, tenant }) {
    await audit('look', 'case-queue')
    const cases = await db
      .selectFrom('case_promise')
      .innerJoin('theft_case', 'theft_case.case_id', 'case_promise.case_id')
      .select([
        'case_promise.case_id as id',
        'promised',
        'told_at',
        'case_promise.opened_at',
        'level',
        'conflicts',
        'safe_mode',
      ])
      .where('owner', '=', tenant)
      .where('promised', 'is not', null)
      .orderBy('promised')
      .limit(mostShown)
      .execute()
    return { cases }
  },
})
