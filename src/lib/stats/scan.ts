import type { Random } from './random.ts'
import { addUp, type Null, permutationNull, poissonNull } from './scan-null.ts'
import { highest, observedIn, scores, type Windows, windowsOf } from './scan-windows.ts'
import { type Chain, chained, type Zones } from './scan-zones.ts'
import { refuse, wantCounts, wantFeasible, wantLength, wantWhole } from './wrong-input.ts'

export type ScanQuestion = {
  readonly places: number
  /** counts[day · places + place], the newest day last. */
  readonly counts: Float64Array
  /** What is expected, in the same order. Without it, the permutation scan is made. */
  readonly baselines?: Float64Array | undefined
  /** Already chained when the same zones are looked at again and again. */
  readonly zones: Zones | Chain
  /** Days: windows of the last 1, 2, … of them are looked at. */
  readonly maxDuration: number
  readonly replicates: number
  readonly random: Random
  /** Clusters told at most, none of which shares a place with another: 10 unless told otherwise. */
  readonly most?: number
  /** Stop as soon as so many replicates reach the best score: then nothing is going on, and p is known well enough. */
  readonly stopAfter?: number
}

export type Cluster = {
  /** By number from 0, in the order in which the zone names them. */
  readonly places: readonly number[]
  /** Days, today the last of them. */
  readonly duration: number
  readonly observed: number
  readonly expected: number
  readonly score: number
  readonly p: number
  /** With a look a day, chance alone does as much once in so many days. */
  readonly recurrence: number
}

export type Scan = {
  readonly model: 'poisson' | 'permutation'
  readonly clusters: readonly Cluster[]
  readonly replicates: number
}

/** Each is dealt out by itself where there are no baselines. */
const mostEvents = 2e7
/** Some minutes. */
const mostSteps = 3e10

/**
 * Prospective space-time scan: of all zones and all durations that end today, which holds more than chance can explain?
 *
 * - With baselines: expectation-based Poisson, Neill, Moore, Sabhnani and Daniel, "Detection of emerging space-time clusters",
 *   KDD 2005. Score C·ln(C/B) + B − C; replicates draw each place and day from its baseline.
 * - Without: space-time permutation, Kulldorff et al., "A space-time permutation scan statistic for disease outbreak
 *   detection", PLoS Medicine 2 (2005). B = events of the zone on all days × events of the days in all places / N; score
 *   C·ln(C/B) + (N − C)·ln((N − C)/(N − B)); replicates deal the days out anew among the events.
 *
 * p = (1 + replicates whose best score is at least this one) / (1 + replicates): corrected for having looked at every zone and
 * duration, also for the second and later clusters (too careful there). With `stopAfter`, Besag and Clifford, "Sequential
 * Monte Carlo p-values", Biometrika 78 (1991): stopped at replicate l, p = stopAfter / l. Both are right for one look; for a
 * look every day see repeated-looks.ts. Recurrence is 1 / p: Kleinman, Lazarus and Platt (2004).
 */
export function scan(question: ScanQuestion): Scan {
  wantQuestion(question)
  const { places, baselines, maxDuration: durations, zones, most = 10 } = question
  const days = question.counts.length / places
  const counts = byPlace(question.counts, places)
  const chain = 'zones' in zones ? zones : chained(zones, places)
  const sums = addUp(newest(counts, days, durations), durations)
  const events = counts.reduce((sum, count) => sum + count, 0)
  const total = baselines ? Number.POSITIVE_INFINITY : events
  if (!baselines) wantFeasible('Events', events, mostEvents, 'give baselines, or fewer days')
  wantFeasible(
    'Replicates times windows',
    question.replicates * ((chain.added.length + places) * durations + (baselines ? 0 : events)),
    mostSteps,
    'ask for fewer replicates, a smaller nearest or a shorter maxDuration',
  )
  const means = newest(baselines ? byPlace(baselines, places) : product(counts, places, days), days, durations)
  const windows = windowsOf(chain, durations, addUp(means.slice(), durations), total)
  const found = apart(windows, places, sums, most)
  const asChance = baselines
    ? poissonNull(means, durations, question.random)
    : permutationNull(counts, days, durations, question.random)
  const { reached, replicates, stopped } = compare(
    windows,
    asChance,
    found.map(({ score }) => score),
    question,
  )
  const clusters = found.map((cluster, n) => {
    const times = reached[n] as number
    const p = stopped ? times / replicates : (1 + times) / (1 + replicates)
    return { ...cluster, p, recurrence: 1 / p }
  })
  return { model: baselines ? 'poisson' : 'permutation', clusters, replicates }
}

/** From row by row of days, newest last, to place by place, newest day first. */
function byPlace(counts: Float64Array, places: number): Float64Array {
  const days = counts.length / places
  return Float64Array.from(counts, (_, at) => {
    const [place, age] = [Math.floor(at / days), at % days]
    return counts[(days - 1 - age) * places + place] as number
  })
}

/** The newest `durations` days of each place. */
function newest(counts: Float64Array, days: number, durations: number): Float64Array {
  const places = counts.length / days
  return Float64Array.from({ length: places * durations }, (_, at) => {
    return counts[Math.floor(at / durations) * days + (at % durations)] as number
  })
}

/** What is expected when places and days have nothing to do with each other. */
function product(counts: Float64Array, places: number, days: number): Float64Array {
  const [ofPlace, ofDay] = [new Float64Array(places), new Float64Array(days)]
  let total = 0
  for (const [at, count] of counts.entries()) {
    const [place, day] = [Math.floor(at / days), at % days]
    ofPlace[place] = (ofPlace[place] as number) + count
    ofDay[day] = (ofDay[day] as number) + count
    total += count
  }
  if (total === 0) return new Float64Array(counts.length)
  return counts.map((_, at) => ((ofPlace[Math.floor(at / days)] as number) * (ofDay[at % days] as number)) / total)
}

/** The best window, then the best that shares no place with it, and so on. */
function apart(windows: Windows, places: number, sums: Float64Array, most: number) {
  const { durations, expected } = windows
  const { zones } = windows.chain
  const [all, observed] = [scores(windows, sums), observedIn(windows, sums)]
  const taken = new Uint8Array(places)
  const found: Omit<Cluster, 'p' | 'recurrence'>[] = []
  while (found.length < most) {
    let best = -1
    for (const [zone, its] of zones.entries()) {
      if (its.some((place) => taken[place] === 1)) continue
      for (let window = zone * durations; window < (zone + 1) * durations; window++)
        if ((all[window] as number) > (best === -1 ? 0 : (all[best] as number))) best = window
    }
    if (best === -1) break
    const its = [...(zones[Math.floor(best / durations)] as Int32Array)]
    for (const place of its) taken[place] = 1
    const [C, B] = [observed[best] as number, expected[best] as number]
    found.push({ places: its, duration: 1 + (best % durations), observed: C, expected: B, score: all[best] as number })
  }
  return found
}

/** How many replicates reach each score. */
function compare(windows: Windows, asChance: Null, found: readonly number[], question: ScanQuestion) {
  const { replicates, stopAfter = Number.POSITIVE_INFINITY } = question
  const reached = new Int32Array(found.length)
  if (found.length === 0) return { reached, replicates: 0, stopped: false }
  const sums = new Float64Array(question.places * windows.durations)
  for (let done = 1; done <= replicates; done++) {
    asChance(sums)
    const best = highest(windows, sums)
    for (const [n, score] of found.entries()) if (best >= score) reached[n] = (reached[n] as number) + 1
    if ((reached[0] as number) >= stopAfter) return { reached, replicates: done, stopped: true }
  }
  return { reached, replicates, stopped: false }
}

function wantQuestion({
  places,
  counts,
  baselines,
  maxDuration,
  replicates,
  most = 1,
  stopAfter = 1,
}: ScanQuestion): void {
  wantWhole('places', places, 1)
  const days = counts.length / places
  if (!(Number.isInteger(days) && days >= 1))
    refuse('counts has days of different lengths; each has one count a place.')
  wantCounts('counts', counts)
  for (const [at, count] of counts.entries())
    if (!Number.isInteger(count)) refuse(`counts[${at}] is ${count}; give whole events.`)
  wantWhole('maxDuration', maxDuration, 1)
  if (maxDuration > days)
    refuse(`maxDuration is ${maxDuration} and counts has ${days} days; give more days or a shorter one.`)
  wantWhole('replicates', replicates, 0)
  wantWhole('most', most, 1)
  wantWhole('stopAfter', stopAfter, 1)
  if (!baselines) return
  wantLength('baselines', baselines, counts.length, 'the counts')
  wantCounts('baselines', baselines)
  for (const [at, mean] of baselines.entries())
    if (mean === 0 && (counts[at] as number) > 0)
      refuse(
        `baselines expects none on day ${Math.floor(at / places)} at place ${at % places}, where ${counts[at]} happened; expect a little.`,
      )
}
