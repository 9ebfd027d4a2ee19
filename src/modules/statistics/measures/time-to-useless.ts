import { sql } from 'kysely'
import { type Counted, defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf, msBetween, reachedBy } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

const tookMs = msBetween(sql`reported_at`, sql`useless_at`)

export default defineMeasure<Measured>({
  slug: 'time-to-useless',
  title: 'Time until a stolen phone is useless',
  plain:
    'How long it takes from the report until all whom we asked have signed. That is every network, and the maker if we know it.',
  columns: [
    { key: 'cases', says: 'Thefts with a block', unit: 'thefts' },
    { key: 'useless', says: 'Phones made useless', unit: 'thefts', within: 'cases' },
    { key: 'uselessPercent', says: 'Made useless', unit: 'percent', part: 'useless', whole: 'cases' },
    { key: 'median', says: 'Half were useless within', unit: 'seconds', over: 'useless' },
    { key: 'p95', says: '95 in 100 were useless within', unit: 'seconds', over: 'useless' },
  ],
  chart: 'median',
  hideBelow: 5,
  caveats: [
    'Counts each theft where at least one network was asked to block the phone, in the month of its report (UTC).',
    'A phone is useless when all who were asked have signed: each network its block, and each that the SIM is stopped. Was a maker asked to lock the screen? Then one maker must have signed that.',
    'The time runs from the report to the last of these signed receipts. Where several makers were asked, the first to sign counts.',
    'A stop that was refused or never answered leaves the phone counted as not useless.',
  ],

  compute: async (db, { from, to }) => {
    const found = await sql<Counted>`
      with theft as (
        select reported_at,
          count(*) filter (where kind = 'lock-screen') as locks,
          count(*) filter (where kind <> 'lock-screen' and confirmed_at is null) as open,
          max(confirmed_at) filter (where kind <> 'lock-screen') as stopped_at,
          min(confirmed_at) filter (where kind = 'lock-screen') as locked_at
        from measured_case join measured_stop using (case_id)
        where owed_at is not null and reported_at >= ${beginOf(from)} and reported_at < ${beginOf(to)}
        group by case_id, reported_at
        having count(*) filter (where kind = 'block-handset') > 0
      ), judged as (
        select reported_at,
          case when open = 0 and (locks = 0 or locked_at is not null) then greatest(stopped_at, locked_at) end as useless_at
        from theft
      )
      select ${monthOf('reported_at')} as month, count(*)::int as cases, count(useless_at)::int as useless,
        ${reachedBy(0.5, tookMs)} as median, ${reachedBy(0.95, tookMs)} as p95
      from judged group by grouping sets ((${monthOf('reported_at')}), ())`.execute(db)
    return found.rows
  },
})
