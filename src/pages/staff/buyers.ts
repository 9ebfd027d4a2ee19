import type { Kysely } from 'kysely'
import { type ClaimQueueTables, claimQueue } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

/** Buyers in good faith who wait for an answer, soonest due first. Whoever handles the case answers, and nobody else. */
export default definePage<ClaimQueueTables>()({
  url: '/staff/buyers',
  title: 'Buyers who wait for an answer',
  template: 'staff/buyers.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, reach, tenant }) {
    await audit('look', 'buyers')
    const theirs = reach === 'all' ? undefined : tenant
    return { open: await claimQueue(db as unknown as Kysely<ClaimQueueTables>, theirs, now()) }
  },
})
