import type { Kysely } from 'kysely'
import { type SafeguardingTables, safeguardingQueue } from '#modules/reports/public'
import { meansWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

/** Cases of people who may be watched by somebody close. Only whoever is trained for it opens this list. */
export default definePage<SafeguardingTables>()({
  url: '/staff/safeguarding',
  title: 'People who may be watched',
  template: 'staff/safeguarding.njk',
  who: { act: 'look', record: 'safeguarding' },
  console: true,

  async load(_, { audit, db, now, tenant }) {
    await audit('look', 'safeguarding-queue')
    const cases = await safeguardingQueue(db as unknown as Kysely<SafeguardingTables>, tenant, now())
    return { cases: cases.map((row) => ({ ...row, shownBy: meansWords[row.means] ?? row.means })) }
  },
})
