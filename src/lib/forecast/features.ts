import type { Calendar } from './calendar.ts'
import { before, countsOf, type History, nextPeriod, placesOf, ringsOf, totalOf } from './history.ts'

/** What is known of each place at the end of a history, about the period after it. */
export type Snapshot = {
  readonly period: number
  /** The places where anything ever happened, then those near to one; of the others nothing is known that tells them apart. */
  readonly places: Int32Array
  /** How many of them, the first ones, have a past of their own. */
  readonly own: number
  /** `places` × components: shares of the whole that sum up to about one over the area. */
  readonly shares: Float64Array
  readonly components: readonly string[]
  /** `own` × features. */
  readonly values: Float32Array
  readonly features: readonly string[]
}

/** Half-lives of the components, in months. Between them they span a surge and a street that is always bad. */
const decays = [0.5, 1, 2, 4, 8, 16, 64] as const
const nearDecays = [2, 16] as const

/** Makes snapshots of histories that grow: each asks for what is before it, and nothing is read from after. */
export function snapshots(calendar: Calendar) {
  let rings: ReturnType<typeof ringsOf> | undefined
  return (whole: History, period: number): Snapshot => {
    rings ??= ringsOf(whole)
    return snapshotOf(before(whole, period), rings, calendar)
  }
}

function snapshotOf(history: History, rings: ReturnType<typeof ringsOf>, calendar: Calendar): Snapshot {
  const period = nextPeriod(history)
  const size = placesOf(history)
  const memory = memoryOf(history, calendar.periodsAMonth)
  const near = nearDecays.map((months) => rings.near(memory.sums[decays.indexOf(months)] as Float64Array))
  const far = rings.far(memory.sums[decays.indexOf(16)] as Float64Array)
  const lags = [1, 2, 3].map((lag) => countsOf(history, period - lag) ?? new Float64Array(size))
  const yearAgo = countsOf(history, period - Math.round(12 * calendar.periodsAMonth))
  const isOwn = (place: number) => (memory.active[place] as number) > 0
  const isNear = (place: number) => (near[1]?.[place] ?? 0) > 0 || (far[place] as number) > 0
  const all = Int32Array.from({ length: size }, (_, place) => place)
  const owned = all.filter(isOwn)
  const places = Int32Array.from([...owned, ...all.filter((place) => !isOwn(place) && isNear(place))])
  const spreads = [...memory.sums, ...near, far].map((sums) => ({ sums, total: totalOf(sums) || 1 }))
  const shares = new Float64Array(places.length * (spreads.length + 1))
  const components = [...decays.map((one) => `decay ${one}`), ...nearDecays.map((one) => `near ${one}`), 'far', 'alike']
  for (const [row, place] of places.entries()) {
    for (const [part, { sums, total }] of spreads.entries())
      shares[row * components.length + part] = (sums[place] as number) / total
    shares[row * components.length + components.length - 1] = 1 / size
  }

  const dates = Object.entries(calendar.of(period))
  const features = [
    ...components.slice(0, -1),
    ...['lag 1', 'lag 2', 'lag 3', 'a year ago', 'periods with any', 'periods since the last'],
    ...dates.map(([name]) => name),
  ]
  const values = new Float32Array(owned.length * features.length)
  const lagTotals = lags.map((lag) => totalOf(lag) || 1)
  const yearTotal = yearAgo ? totalOf(yearAgo) || 1 : 1
  for (const [row, place] of owned.entries()) {
    let at = row * features.length
    for (let part = 0; part < spreads.length; part++)
      values[at++] = 1e4 * (shares[row * components.length + part] as number)
    for (const [index, lag] of lags.entries())
      values[at++] = (1e4 * (lag[place] as number)) / (lagTotals[index] as number)
    values[at++] = yearAgo ? (1e4 * (yearAgo[place] as number)) / yearTotal : Number.NaN
    values[at++] = (memory.active[place] as number) / Math.max(1, history.counts.length)
    values[at++] = memory.last[place] === -1 ? Number.NaN : period - (memory.last[place] as number)
    for (const [, value] of dates) values[at++] = value
  }
  return { period, places, own: owned.length, shares, components, values, features }
}

function memoryOf(history: History, periodsAMonth: number) {
  const size = placesOf(history)
  const kept = decays.map((months) => 2 ** (-1 / (months * periodsAMonth)))
  const sums = decays.map(() => new Float64Array(size))
  const active = new Float64Array(size)
  const last = new Int32Array(size).fill(-1)
  for (const [at, counts] of history.counts.entries()) {
    for (const [index, sum] of sums.entries())
      for (let place = 0; place < size; place++)
        sum[place] = (sum[place] as number) * (kept[index] as number) + (counts[place] as number)
    for (let place = 0; place < size; place++)
      if ((counts[place] as number) > 0) {
        active[place] = (active[place] as number) + 1
        last[place] = history.first + at
      }
  }
  return { sums, active, last }
}
