import { expectedBy, type Forest, growForest, type Rows, type TreeSettings } from './boosted-trees.ts'
import type { Snapshot } from './features.ts'
import { countsOf, type History, nextPeriod, placesOf } from './history.ts'
import { mixed, mixtureOf } from './penalised-poisson.ts'

export type LearnedSettings = {
  readonly trees: TreeSettings
  /** How many events the first belief in the components is worth. */
  readonly penalty: number
  /** Periods to learn from, at most, and how much there must be before the first of them. */
  readonly mostPeriods: number
  readonly leastBefore: number
  readonly seed: number
}

/** A year of months to learn from, or of shorter periods as many as still go quickly. */
export const learnedSettings = (periodsAMonth: number): LearnedSettings => ({
  trees: { trees: 40, depth: 3, rate: 0.1, ridge: 20, leastInLeaf: 20, rows: 0.7, bins: 64 },
  penalty: 50,
  mostPeriods: Math.max(12, Math.min(20, Math.round(12 * periodsAMonth))),
  leastBefore: Math.max(3, Math.round(3 * periodsAMonth)),
  seed: 1,
})

export type Learned = {
  /** Share of the next period's events that each place is expected to have. */
  readonly shares: Float64Array
  readonly weights: Readonly<Record<string, number>>
}

/**
 * Learns from the periods of this history how one follows from those before it, and says the next. Undefined when there are too few.
 * A snapshot of a period holds only what was known before it, so the next one may be asked for too.
 */
export function learn(
  history: History,
  snapshotOf: (history: History, period: number) => Snapshot,
  settings: LearnedSettings,
  random: () => number,
): Learned | undefined {
  const next = nextPeriod(history)
  const from = Math.max(history.first + settings.leastBefore, next - settings.mostPeriods)
  const past = Array.from({ length: Math.max(0, next - from) }, (_, at) => snapshotOf(history, from + at))
  const now = snapshotOf(history, next)
  if (past.length < 2 || now.places.length === 0) return undefined

  const samples = past.map((snapshot) => ({ ...snapshot, events: eventsAt(history, snapshot) }))
  const parts = now.components.length
  const weights = mixtureOf(samples, {
    prior: Array.from({ length: parts }, () => 1 / parts),
    penalty: settings.penalty,
    steps: 100,
  })
  const expected = Float64Array.from(now.places, (_, row) => mixed(now.shares, row, weights))
  if (settings.trees.trees > 0) {
    const joined = join(samples, weights)
    const forest: Forest = growForest(joined.rows, joined.events, settings.trees, random)
    // The trees correct where something happened before; elsewhere there is nothing to cut by but its neighbours.
    expected.set(expectedBy(forest, rowsOf(now, expected)))
  }
  const shares = new Float64Array(placesOf(history))
  const sum = expected.reduce((all, one) => all + one, 0)
  for (let row = 0; row < expected.length; row++) shares[now.places[row] as number] = (expected[row] as number) / sum
  return { shares, weights: Object.fromEntries(now.components.map((name, part) => [name, weights[part] as number])) }
}

const eventsAt = (history: History, { period, places }: Snapshot): Float64Array => {
  const counts = countsOf(history, period)
  return Float64Array.from(places, (place) => counts?.[place] ?? 0)
}

const rowsOf = (snapshot: Snapshot, expected: ArrayLike<number>): Rows => ({
  length: snapshot.own,
  features: snapshot.features.length,
  values: snapshot.values,
  offset: Float64Array.from({ length: snapshot.own }, (_, row) => Math.log(expected[row] as number)),
})

/** The rows of all the periods, one after another; what is expected is scaled to each period's own total. */
function join(samples: readonly (Snapshot & { readonly events: Float64Array })[], weights: Float64Array) {
  const length = samples.reduce((sum, { own }) => sum + own, 0)
  const features = samples[0]?.features.length ?? 0
  const rows = { length, features, values: new Float32Array(length * features), offset: new Float64Array(length) }
  const events = new Float64Array(length)
  let at = 0
  for (const sample of samples) {
    const total = sample.events.reduce((sum, one) => sum + one, 0) || 1
    rows.values.set(sample.values, at * features)
    events.set(sample.events.subarray(0, sample.own), at)
    for (let row = 0; row < sample.own; row++)
      rows.offset[at + row] = Math.log(total * mixed(sample.shares, row, weights))
    at += sample.own
  }
  return { rows, events }
}
