import type { TourProblem } from './problem.ts'

/** Some of a problem's crews and stops, by their indexes there. */
export type Part = { readonly crews: readonly number[]; readonly stops: readonly number[] }

/** That part as a problem of its own; its stops and crews in the order given. */
export function partOf({ stops: all, crews, ...rest }: TourProblem, part: Part): TourProblem {
  const pick = <T extends Float64Array | Int32Array | Uint8Array>(from: T): T => {
    const picked = from.slice(0, part.stops.length) as T
    for (const [index, stop] of part.stops.entries()) picked[index] = from[stop] as number
    return picked
  }
  return {
    ...rest,
    crews: part.crews.map((index) => {
      const { may, ...crew } = crews[index] as TourProblem['crews'][number]
      return may ? { ...crew, may: pick(may) } : crew
    }),
    stops: {
      ...{ eastings: pick(all.eastings), northings: pick(all.northings), prize: pick(all.prize), must: pick(all.must) },
      ...{ dwell: pick(all.dwell), opens: pick(all.opens), closes: pick(all.closes) },
    },
  }
}

/**
 * Crews that have no stop in common, directly or through others, do not concern each other: a city falls into neighbourhoods, and
 * what is squared there is small. Stops that nobody may make are in no part.
 */
export function partsOf({ stops, crews }: TourProblem): Part[] {
  const every = [...stops.prize.keys()]
  if (crews.some(({ may }) => !may)) return [{ crews: [...crews.keys()], stops: every }]
  const parts: { crews: number[]; stops: Set<number> }[] = []
  for (const [crew, { may }] of crews.entries()) {
    const own = new Set(every.filter((stop) => may?.[stop]))
    const joined = { crews: [crew], stops: new Set(own) }
    for (const part of parts.filter(({ stops }) => [...stops].some((stop) => own.has(stop)))) {
      parts.splice(parts.indexOf(part), 1)
      joined.crews.push(...part.crews)
      for (const stop of part.stops) joined.stops.add(stop)
    }
    parts.push(joined)
  }
  const ascending = (all: Iterable<number>) => [...all].sort((a, b) => a - b)
  return parts.map(({ crews, stops }) => ({ crews: ascending(crews), stops: ascending(stops) }))
}
