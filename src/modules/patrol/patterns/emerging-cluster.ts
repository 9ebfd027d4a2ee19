import { seeded } from '#lib/stats/random'
import { oneAYear, replicatesFor } from '#lib/stats/repeated-looks'
import { scan } from '#lib/stats/scan'
import { nearestAmong, type ZonesAmong } from '../cluster-zones.ts'
import { apart, type Finding, isAlarm, type Pattern, type PatternLook, type Theft, week } from '../pattern.ts'

/** Days: a sudden one and a slow one. */
const durations = [2, 7] as const
const weeks = 8
/** Squares that are looked at, those with the most thefts. */
const busiest = 400
/** Fewer thefts are nothing to send anybody for, however unlikely. */
const fewest = 4

/**
 * Busy squares near each other with more of the city’s thefts in the last days than in the weeks before: the prospective space-time
 * permutation scan (Kulldorff et al. 2005). A window is compared with the same weekdays of eight weeks: the plain scan of 28 days
 * running would take every Saturday night for news. It needs no baselines: a week in which more is reported everywhere
 * raises nothing. Each duration gets its share of the rule.
 */
const emergingCluster: Pattern = {
  slug: 'emerging-cluster',
  rule: oneAYear,
  hours: 'of-report',
  find: (look) => clustersIn(look, nearestAmong),
}
export default emergingCluster

/** Other zones are for comparing: `npm run bench -- patrol-patterns`. */
export function clustersIn({ thefts, until, ground: { grid }, rule }: PatternLook, zonesAmong: ZonesAmong): Finding[] {
  const replicates = 2 * replicatesFor({ ...rule, oneIn: rule.oneIn * durations.length }) + 1
  const findings = durations.flatMap((days) => {
    const { squares, counts } = busy(thefts, until, days * 24)
    if (squares.length === 0) return []
    const { clusters } = scan({
      ...{ places: squares.length, counts, zones: zonesAmong(grid, squares), maxDuration: 1 },
      // When three rounds reach the best score before the end, it is no alarm.
      ...{ replicates, stopAfter: 3, random: seeded(until + days) },
    })
    return clusters.flatMap(({ places, observed, expected, p }) => {
      const chance = Math.min(1, p * durations.length)
      if (!isAlarm(chance, rule) || observed < fewest) return []
      const its = places.map((place) => squares[place] as number)
      return [{ squares: its, from: until - days * 24, to: until, thefts: observed, expected, chance }]
    })
  })
  return apart(findings)
}

/** The busiest squares, and their thefts in the window and in the same hours of the weeks before it: the newest week last. */
function busy(thefts: readonly Theft[], until: number, hours: number) {
  const bySquare = new Map<number, number[]>()
  for (const { cell, hour } of thefts) {
    const [ago, within] = [Math.floor((until - 1 - hour) / week), (until - 1 - hour) % week]
    if (ago < 0 || ago >= weeks || within >= hours) continue
    const its = bySquare.get(cell) ?? []
    its.push(weeks - 1 - ago)
    bySquare.set(cell, its)
  }
  // By all weeks together: dealing the weeks out anew changes nothing of it, so choosing costs no luck.
  const chosen = [...bySquare].sort(([a, its], [b, others]) => others.length - its.length || a - b).slice(0, busiest)
  const counts = new Float64Array(weeks * chosen.length)
  for (const [place, [, its]] of chosen.entries())
    for (const at of its) counts[at * chosen.length + place] = (counts[at * chosen.length + place] as number) + 1
  return { squares: chosen.map(([cell]) => cell), counts }
}
