import type { Cluster } from './scan.ts'
import { refuse, wantPositive } from './wrong-input.ts'

/**
 * How often a scan that is made again and again may cry wolf: at most one false alarm in `oneIn` days, looking every `every`
 * days. Both in days.
 */
export type LookRule = { readonly oneIn: number; readonly every: number }

export const oneAYear: LookRule = { oneIn: 365, every: 1 }

/**
 * A look alarms when p ≤ every / oneIn.
 *
 * Why this holds: at each look, p ≤ a has a chance of at most a when nothing is going on (Monte Carlo p-values are exact or too
 * careful). In `oneIn` days there are oneIn / every looks, so the expected number of looks that alarm is at most
 * oneIn / every × every / oneIn = 1. Expectations add up whatever the looks have to do with each other, so it does not matter
 * that the windows of tomorrow overlap those of today. As they do, false alarms come in runs, and a run is told once
 * (`withLook`): the number of false stories is lower still.
 *
 * This is the recurrence interval of Kleinman, Lazarus and Platt, Am. J. Epidemiology 159 (2004) 217, made a rule:
 * alarm when it is at least `oneIn` days. It holds as far as the model does: baselines that are too low for a place alarm there
 * more often; the permutation scan needs none.
 */
export function alarmAt({ oneIn, every }: LookRule): number {
  wantPositive('oneIn', oneIn)
  wantPositive('every', every)
  if (every > oneIn) refuse(`every is ${every} and oneIn is ${oneIn}; looks are no rarer than alarms may be.`)
  return every / oneIn
}

/**
 * The fewest replicates with which p can be as low as the rule asks, and with which the rate is exactly the one stated:
 * (1 + replicates) · every / oneIn is whole then. Twice or three times as many (plus the 1) find more.
 */
export const replicatesFor = (rule: LookRule): number => Math.ceil(1 / alarmAt(rule) - 1e-9) - 1

/** An alarm and what it has grown into, from the first to the last look that raised it. */
export type Alarm = {
  readonly first: number
  readonly last: number
  /** Every place that any of its looks named. */
  readonly places: ReadonlySet<number>
  readonly cluster: Cluster
}

export type Looks = { readonly raised: readonly Alarm[]; readonly still: readonly Alarm[] }

/**
 * What is new after a look on `day`. A cluster that shares a place with an alarm of the days of its window, or the day before, is
 * the same alarm (`still`), and is not told again; alarms that no window reaches any more are over.
 */
export function withLook(open: readonly Alarm[], day: number, clusters: readonly Cluster[], rule: LookRule): Looks {
  const limit = alarmAt(rule)
  const [raised, still]: [Alarm[], Map<Alarm, Alarm>] = [[], new Map()]
  for (const cluster of clusters) {
    if (cluster.p > limit * (1 + 1e-12)) continue
    const known = open.find(
      ({ last, places }) => last >= day - cluster.duration && cluster.places.some((p) => places.has(p)),
    )
    if (!known) raised.push({ first: day, last: day, places: new Set(cluster.places), cluster })
    else {
      const places = new Set([...(still.get(known) ?? known).places, ...cluster.places])
      still.set(known, { first: known.first, last: day, places, cluster })
    }
  }
  return { raised, still: [...still.values()] }
}
