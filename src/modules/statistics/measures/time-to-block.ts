import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf, msBetween, reachedBy } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

const tookMs = msBetween(sql`owed_at`, sql`confirmed_at`)

export default defineMeasure<Measured>({
  slug: 'time-to-block',
  title: 'Time to block, by network',
  plain: 'How long each network takes to block a stolen phone once we owe it the request.',
  columns: [
    { key: 'asked', says: 'Asked to block', unit: 'requests' },
    { key: 'confirmed', says: 'Confirmed', unit: 'requests', within: 'asked' },
    { key: 'confirmedPercent', says: 'Confirmed of asked', unit: 'percent', part: 'confirmed', whole: 'asked' },
    { key: 'median', says: 'Half were blocked within', unit: 'seconds', over: 'confirmed' },
    { key: 'p95', says: '95 in 100 were blocked within', unit: 'seconds', over: 'confirmed' },
  ],
  chart: 'median',
  by: 'network',
  hideBelow: 5,
  caveats: [
    'One request is one case at one network. A request that is repeated, for instance to last longer, counts once.',
    'The clock starts when our record first owes the request. It stops at the time in the network’s signed receipt.',
    'A network’s clock that runs behind ours gives 0 seconds, never less.',
    'Times are those of confirmed requests only: read them together with the share that was confirmed.',
    'A month is that of the request, in UTC.',
  ],

  compute: (db, { from, to }) =>
    db
      .selectFrom('measured_stop')
      .select([
        monthOf('owed_at').as('month'),
        'partner as group',
        sql<number>`count(*)::int`.as('asked'),
        sql<number>`count(confirmed_at)::int`.as('confirmed'),
        reachedBy(0.5, tookMs).as('median'),
        reachedBy(0.95, tookMs).as('p95'),
      ])
      .where('kind', '=', 'block-handset')
      .where('owed_at', '>=', beginOf(from))
      .where('owed_at', '<', beginOf(to))
      .groupBy(sql`grouping sets ((${monthOf('owed_at')}), (partner), ())`)
      .execute(),
})
