import { oneAYear } from '#lib/stats/repeated-looks'
import type { Pattern } from '../pattern.ts'
import { findSeries } from '../series.ts'

/**
 * Snatches one after the other along a way, as one who rides through the town makes them: within an hour of each other, 300 metres
 * or more apart, and no farther than a moped or an e-scooter gets between two of them. It does not say that it was one person.
 */
const snatcherSeries: Pattern = {
  slug: 'snatcher-series',
  rule: oneAYear,
  hours: 'of-theft',
  find: (look) =>
    findSeries(look, { methods: ['snatch', 'robbery'], gap: 1, least: 300, mostAnHour: 2_000, fewest: 4 }),
}
export default snatcherSeries
