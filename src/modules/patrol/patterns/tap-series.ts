import { oneAYear } from '#lib/stats/repeated-looks'
import type { Pattern } from '../pattern.ts'
import { findSeries } from '../series.ts'

/**
 * Phones taken from tables, bars and tills, one after the other within a few streets and an evening: somebody goes from bar to bar.
 * Reports have no kind of their own for a payment that was tapped: what is seen is where the phone lay.
 */
const tapSeries: Pattern = {
  slug: 'tap-series',
  rule: oneAYear,
  hours: 'of-theft',
  find: (look) => findSeries(look, { methods: ['table'], gap: 2, least: 0, mostAnHour: 300, fewest: 4 }),
}
export default tapSeries
