import { seeded } from '#lib/stats/random'
import { londonHour, timeOfLondonHour } from '#modules/patrol/london-clock'
import { lookDue, lookedBack } from '#modules/patrol/pattern'
import nearRepeat from '#modules/patrol/patterns/near-repeat'
import type { Loop } from './loop.ts'

/** Thefts of nine weeks all over the middle of London, and ten snatches of the last ten hours in one square of it. */
export async function theftSeries({ db }: Loop): Promise<void> {
  const until = lookDue(nearRepeat.rule, londonHour(Date.now()))
  const { below } = seeded(1)
  const within = () => 150 * below(40)
  const quiet = Array.from({ length: 400 }, () => [525_000 + within(), 178_500 + within(), below(lookedBack)])
  const series = Array.from({ length: 10 }, (_, at) => [529_500, 181_500, at])
  const rows = [...quiet, ...series].map(([easting, northing, ago = 0]) => ({
    ...{ easting, northing, at: timeOfLondonHour(until - 1 - ago) },
  }))
  await db.owner.pool.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
     select gen_random_uuid(), 'demo-public', easting, northing, 50, at, 'snatch', 'victim', false, nextval('theft_cell_changes')
     from jsonb_to_recordset($1::jsonb) as row (easting int, northing int, at timestamptz)`,
    [JSON.stringify(rows)],
  )
}
