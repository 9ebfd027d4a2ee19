import type { TourProblem } from '#lib/patrol-plan/tours/problem'
import { streetFactor } from '#lib/patrol-plan/travel'

/**
 * The best value that any tours can have, by dynamic programming over all sets of stops (Held and Karp 1962, with windows): an oracle
 * for up to 20 stops and two crews, or fewer stops and more crews. It shares nothing with the solver but the shape of a problem.
 */
export function bestValue({ stops, crews, streetFactor: factor = streetFactor }: TourProblem): number {
  const count = stops.prize.length
  const sets = 2 ** count
  const value = new Float64Array(sets)
  for (let set = 1; set < sets; set++) {
    const lowest = 31 - Math.clz32(set & -set)
    value[set] = (value[set & (set - 1)] as number) + (stops.prize[lowest] as number)
  }
  let best = new Float64Array(sets) // the most that the crews so far make of each set
  for (const [index, crew] of crews.entries()) {
    const alone = madeBy(crew, stops, factor, value)
    best = index === 0 ? alone : together(best, alone, index === crews.length - 1)
  }
  return best[sets - 1] ?? 0
}

type Crew = TourProblem['crews'][number]

/** For each set of stops the most that one crew makes of it. */
function madeBy(
  crew: Crew,
  stops: TourProblem['stops'],
  factor: number,
  value: Float64Array,
): Float64Array<ArrayBuffer> {
  const count = stops.prize.length
  const metres = (east: number, north: number, to: number) =>
    Math.hypot((stops.eastings[to] as number) - east, (stops.northings[to] as number) - north)
  const seconds = (length: number) => Math.ceil((length * factor) / crew.metresPerSecond)
  const home = Array.from({ length: count }, (_, to) => seconds(metres(crew.easting, crew.northing, to)))
  const way = Array.from({ length: count }, (_, from) =>
    home.map((_, to) => seconds(metres(stops.eastings[from] as number, stops.northings[from] as number, to))),
  )
  const never = 0x7fffffff
  const starts = new Int32Array(value.length * count).fill(never) // the earliest that the last stay of a set begins
  const begin = (arrives: number, stop: number) => {
    const start = Math.max(arrives, stops.opens[stop] as number)
    const isTime = start <= (stops.closes[stop] as number) && (!crew.may || crew.may[stop] === 1)
    return isTime && start + (stops.dwell[stop] as number) + (home[stop] as number) <= crew.until ? start : never
  }
  for (let stop = 0; stop < count; stop++)
    starts[(1 << stop) * count + stop] = begin(crew.leaves + (home[stop] as number), stop)
  const made = new Float64Array(value.length)
  for (let set = 1; set < value.length; set++) {
    for (let last = 0; last < count; last++) {
      const start = starts[set * count + last] as number
      if (start === never) continue
      made[set] = value[set] as number
      const ready = start + (stops.dwell[last] as number)
      for (let next = 0; next < count; next++) {
        if (set & (1 << next)) continue
        const at = (set | (1 << next)) * count + next
        const begins = begin(ready + (way[last]?.[next] as number), next)
        if (begins < (starts[at] as number)) starts[at] = begins
      }
    }
  }
  return bestPart(made, count)
}

/** A crew that cannot make all of a set makes the best part of it. */
function bestPart(made: Float64Array<ArrayBuffer>, count: number): Float64Array<ArrayBuffer> {
  for (let set = 1; set < made.length; set++)
    for (let stop = 0; stop < count; stop++)
      if (set & (1 << stop)) made[set] = Math.max(made[set] as number, made[set ^ (1 << stop)] as number)
  return made
}

/** Each set shared between two in the best way; for the last crew only the whole is asked for. */
function together(one: Float64Array, other: Float64Array, isLast: boolean): Float64Array<ArrayBuffer> {
  const all = one.length - 1
  const best = new Float64Array(one.length)
  for (let set = isLast ? all : 0; set <= all; set++)
    for (let part = set; ; part = (part - 1) & set) {
      best[set] = Math.max(best[set] as number, (one[part] as number) + (other[set ^ part] as number))
      if (part === 0) break
    }
  return best
}
