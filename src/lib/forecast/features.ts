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
/**
 * Trees that see only places with two events or more are twice as fast, and put these in the wrong order among those
 * with one: that cost a hundredth of the hit rate at 5% of London.
 */
const leastEvents = 1

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
  const decayed = (months: (typeof decays)[number]) => memory.sums[decays.indexOf(months)] as Float64Array
  const spreads = [
    ...decays.map((months) => spread(`decay ${months}`, decayed(months))),
    ...nearDecays.map((months) => spread(`near ${months}`, rings.near(decayed(months)))),
    spread('far', rings.far(decayed(16))),
  ]
  const [near, far] = spreads.slice(-2).map(({ values }) => values)
  const isOwn = (place: number) => (memory.events[place] as number) >= leastEvents
  const isNear = (place: number) =>
    (memory.events[place] as number) > 0 || (near?.[place] ?? 0) > 0 || (far?.[place] ?? 0) > 0
  const all = Uint32Array.from({ length: size }, (_, place) => place)
  const owned = all.filter(isOwn)
  const others = all.filter((place) => !isOwn(place) && isNear(place))
  const places = new Int32Array(owned.length + others.length)
  places.set(owned)
  places.set(others, owned.length)

  const lag = (periods: number) => countsOf(history, period - periods) ?? new Float64Array(size)
  const yearAgo = countsOf(history, period - Math.round(12 * calendar.periodsAMonth))
  const known: readonly Column[] = [
    ...[...spreads, ...[1, 2, 3].map((periods) => spread(`lag ${periods}`, lag(periods)))].map(enlarged),
    yearAgo ? enlarged(spread('a year ago', yearAgo)) : { name: 'a year ago', values: undefined, by: Number.NaN },
    { name: 'periods with any', values: memory.active, by: 1 / Math.max(1, history.counts.length) },
    { name: 'periods since the last', values: memory.last.map((last) => period - last), by: 1 },
    ...timesKnown(history, memory.events),
    ...Object.entries(calendar.of(period)).map(([name, by]) => ({ name, values: undefined, by })),
  ]
  const components = [...spreads, { name: 'alike', values: undefined, by: 1 / size }]
  return {
    ...{ period, places, own: owned.length },
    ...{ components: components.map(({ name }) => name), features: known.map(({ name }) => name) },
    shares: filled(new Float64Array(places.length * components.length), components, places),
    values: filled(new Float32Array(owned.length * known.length), known, owned),
  }
}

/** One thing that is known of each place: its value times `by`; the same for all places where there are no values. */
type Column = { readonly name: string; readonly values: Float64Array | undefined; readonly by: number }

const spread = (name: string, values: Float64Array): Column => ({ name, values, by: 1 / (totalOf(values) || 1) })
/** So that the shares of a large area are no tiny numbers. */
const enlarged = ({ by, ...column }: Column): Column => ({ ...column, by: by * 1e4 })

function filled<Table extends Float32Array | Float64Array>(
  table: Table,
  columns: readonly Column[],
  places: Int32Array | Uint32Array,
): Table {
  const wide = columns.length
  for (let column = 0; column < wide; column++) {
    const { values, by } = columns[column] as Column
    for (let row = 0, at = column; row < places.length; row++, at += wide)
      table[at] = values ? (values[places[row] as number] as number) * by : by
  }
  return table
}

/** What is believed of a place before it has seen as many events: the share of all places together. */
const priorEvents = 5

/** Which share of a place’s own events was in the dark, at night, on days off: a tree holds it against what the next period has of each. */
function timesKnown({ times = {} }: History, events: Float64Array): Column[] {
  const all = totalOf(events) || 1
  return Object.entries(times).map(([name, counts]) => {
    const own = new Float64Array(events.length)
    for (const one of counts)
      for (let place = 0; place < own.length; place++) own[place] = (own[place] as number) + (one[place] as number)
    const prior = (priorEvents * totalOf(own)) / all
    return {
      name: `share ${name}`,
      values: own.map((sum, place) => (sum + prior) / ((events[place] as number) + priorEvents)),
      by: 1,
    }
  })
}

function memoryOf(history: History, periodsAMonth: number) {
  const size = placesOf(history)
  const kept = decays.map((months) => 2 ** (-1 / (months * periodsAMonth)))
  const sums = decays.map(() => new Float64Array(size))
  const events = new Float64Array(size)
  const active = new Float64Array(size)
  const last = new Float64Array(size)
  for (const [at, counts] of history.counts.entries()) {
    for (const [index, sum] of sums.entries())
      for (let place = 0; place < size; place++)
        sum[place] = (sum[place] as number) * (kept[index] as number) + (counts[place] as number)
    for (let place = 0; place < size; place++)
      if ((counts[place] as number) > 0) {
        events[place] = (events[place] as number) + (counts[place] as number)
        active[place] = (active[place] as number) + 1
        last[place] = history.first + at
      }
  }
  return { sums, events, active, last }
}
