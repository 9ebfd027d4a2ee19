import { type Times, timesOf } from './knox-times.ts'
import { type NearPairs, nearPairs } from './near-pairs.ts'
import type { Random } from './random.ts'
import { refuse, wantFeasible, wantFinite, wantLength, wantWhole } from './wrong-input.ts'

export type Events = { readonly xs: Float64Array; readonly ys: Float64Array; readonly days: Float64Array }

export type KnoxQuestion = {
  /** Limits of the intervals of distance (metres) and of time (days), ascending; each interval is closed left and open right. */
  readonly space: Float64Array
  readonly time: Float64Array
  readonly permutations: number
  readonly random: Random
}

/** Pairs looked at: some minutes. */
const mostLooks = 5e10
/** Pairs that a list can hold. */
const mostListed = 5_000_000

/** Tables of one row for each interval of distance, one column for each of time, row-major. */
export type KnoxTable = {
  readonly observed: Float64Array
  readonly expected: Float64Array
  /** Observed to expected; not a number where none is expected. */
  readonly ratio: Float64Array
  readonly p: Float64Array
}

/**
 * Near repeats: are there more pairs of events close in both space and time than if times had nothing to do with places?
 *
 * - `observed`: pairs whose distance and whose days apart fall into the two intervals.
 * - `expected`: S·T / (n(n−1)/2), where S pairs of all fall into the interval of distance and T into that of time. This is what
 *   the mean over all permutations of the times is exactly, so it carries no error of chance.
 * - `p` = (1 + permutations with at least as many pairs) / (1 + permutations): how often chance alone does as much.
 *
 * Knox, "The detection of space-time interactions", Applied Statistics 13 (1964); permutation as in Johnson et al.,
 * "Space–time patterns of risk", J. Quantitative Criminology 23 (2007); the 1 + after Phipson and Smyth (2010).
 * Only pairs within the largest distance are ever looked at again, for permuting times moves no place.
 */
export function knox(events: Events, question: KnoxQuestion): KnoxTable {
  const { space, time, permutations, random } = question
  wantEvents(events)
  wantBreaks('space', space)
  wantBreaks('time', time)
  wantWhole('permutations', permutations, 0)
  const pairs = nearPairs(events.xs, events.ys, space)
  wantFeasible(
    'Permutations times pairs of events that are near',
    permutations * pairs.partners.length,
    mostLooks,
    'ask for fewer permutations, or shorter distances',
  )
  const days = Float64Array.from(pairs.order, (event) => events.days[event] as number)
  const times = timesOf(days, time)
  const observed = tally(pairs, times, time.length - 1)
  const atLeast = new Uint32Array(observed.length)
  for (let round = 0; round < permutations; round++) {
    times.shuffle(random)
    const byChance = tally(pairs, times, time.length - 1)
    for (let n = 0; n < observed.length; n++)
      if ((byChance[n] as number) >= (observed[n] as number)) atLeast[n] = (atLeast[n] as number) + 1
  }
  const expected = expectedPairs(pairs, days, time)
  return {
    observed,
    expected,
    ratio: observed.map((pairs, n) => pairs / (expected[n] as number)),
    p: Float64Array.from(atLeast, (rounds) => (1 + rounds) / (1 + permutations)),
  }
}

export type NearRepeat = {
  readonly first: number
  readonly second: number
  readonly metres: number
  readonly days: number
}

/** Every pair closer than `metres` and fewer than `days` apart, by event in the order given: `first` is the earlier one. */
export function nearRepeats(
  { xs, ys, days }: Events,
  within: { readonly metres: number; readonly days: number },
): NearRepeat[] {
  const { order, starts, partners } = nearPairs(xs, ys, Float64Array.of(0, within.metres))
  const found: NearRepeat[] = []
  for (let place = 0; place < order.length; place++) {
    for (let n = starts[place] as number; n < (starts[place + 1] as number); n++) {
      const [one, other] = [order[place] as number, order[partners[n] as number] as number]
      const later = (days[other] as number) - (days[one] as number)
      if (Math.abs(later) >= within.days) continue
      wantFeasible('Pairs to list', found.length + 1, mostListed, 'give near fewer metres or days')
      const [first, second] = later > 0 || (later === 0 && one < other) ? [one, other] : [other, one]
      const [x, y] = [(xs[first] as number) - (xs[second] as number), (ys[first] as number) - (ys[second] as number)]
      found.push({ first, second, metres: Math.sqrt(x ** 2 + y ** 2), days: Math.abs(later) })
    }
  }
  return found.sort((a, b) => a.first - b.first || a.second - b.second)
}

function tally({ order, intervals, starts, partners }: NearPairs, times: Times, columns: number): Float64Array {
  const table = new Float64Array(intervals * columns)
  const found = new Float64Array(columns + 1)
  for (let interval = 0; interval < intervals; interval++) {
    found.fill(0)
    times.tally(starts.subarray(interval * order.length, (interval + 1) * order.length + 1), partners, found)
    table.set(found.subarray(1), interval * columns)
  }
  return table
}

function expectedPairs({ order, intervals, starts }: NearPairs, days: Float64Array, time: Float64Array): Float64Array {
  const all = (order.length * (order.length - 1)) / 2
  const sorted = days.slice().sort()
  const closer = Float64Array.from(time, (gap) => pairsCloser(sorted, gap))
  const columns = time.length - 1
  return Float64Array.from({ length: intervals * columns }, (_, n) => {
    const [interval, column] = [Math.floor(n / columns), n % columns]
    const inSpace = (starts[(interval + 1) * order.length] as number) - (starts[interval * order.length] as number)
    const inTime = (closer[column + 1] as number) - (closer[column] as number)
    return all === 0 ? 0 : (inSpace * inTime) / all
  })
}

/** Of all pairs, how many are fewer than `gap` days apart. */
function pairsCloser(sorted: Float64Array, gap: number): number {
  let pairs = 0
  for (let [late, early] = [0, 0]; late < sorted.length; late++) {
    while (early < late && (sorted[late] as number) - (sorted[early] as number) >= gap) early++
    pairs += late - early
  }
  return pairs
}

function wantEvents({ xs, ys, days }: Events): void {
  wantLength('ys', ys, xs.length, 'the events')
  wantLength('days', days, xs.length, 'the events')
  for (const [name, values] of Object.entries({ xs, ys, days })) wantFinite(name, values)
}

function wantBreaks(name: string, breaks: Float64Array): void {
  wantFinite(name, breaks)
  const ascend = breaks.every((value, n) => n === 0 || value > (breaks[n - 1] as number))
  if (breaks.length < 2 || (breaks[0] as number) < 0 || !ascend)
    refuse(
      `${name} is [${breaks.join(', ')}]; it is the limits of the intervals, ascending, from 0 or more: at least two.`,
    )
}
