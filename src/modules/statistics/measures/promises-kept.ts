import { sql } from 'kysely'
import { type Counted, defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

/** The service standard (B01): whoever was told when they hear from us again heard by then. */
export default defineMeasure<Measured>({
  slug: 'promises-kept',
  title: 'Promises kept',
  plain:
    'Each message to a victim says when they hear from us again. Of the promises that fell due in each month, how many we kept.',
  columns: [
    { key: 'promises', says: 'Promises that fell due', unit: 'promises' },
    { key: 'kept', says: 'Kept', unit: 'promises', within: 'promises' },
    { key: 'percent', says: 'Kept, of those that fell due', unit: 'percent', part: 'kept', whole: 'promises' },
  ],
  chart: 'percent',
  hideBelow: 5,
  caveats: [
    'We keep a promise when the next message comes in time, or the case has ended by then.',
    'What we promise: within 24 hours at first, then within 5 working days, then every 28 days, also when nothing has happened.',
    'A message counts when we owe it: whether it arrived is the gateway’s to say.',
  ],

  compute: async (db, { from, to }) => {
    const found = await sql<Counted>`
      with promised as (
        select at, next, ended_at, least(lead(at) over (partition by case_id order by at), ended_at) as heard
        from measured_message join measured_case using (case_id)
      )
      select ${monthOf('next')} as month, count(*)::int as promises,
        count(*) filter (where heard <= next)::int as kept
      from promised
      where at < coalesce(ended_at, 'infinity') and next >= ${beginOf(from)} and next < ${beginOf(to)} and next < date_trunc('milliseconds', now())
      group by grouping sets ((${monthOf('next')}), ())`.execute(db)
    return found.rows
  },
})
