import { oneAYear } from '#lib/stats/repeated-looks'
import type { Pattern } from '../pattern.ts'
import { findSeries } from '../series.ts'

/** Thefts by distraction within a walk of each other and three hours: a team goes from place to place on foot. */
const distractionSeries: Pattern = {
  slug: 'distraction-series',
  rule: oneAYear,
  hours: 'of-theft',
  find: (look) => findSeries(look, { methods: ['distraction'], gap: 3, least: 0, mostAnHour: 500, fewest: 4 }),
}
export default distractionSeries
