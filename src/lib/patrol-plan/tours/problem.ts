import { type Places, secondsFor, streetFactor } from '../travel.ts'

/**
 * Where units may stop and what a stop is worth. Team orienteering with time windows (Chao, Golden and Wasil 1996; Vansteenwegen
 * and others 2009): choose and order stops so that the sum of prizes is greatest and every unit is back in time. All times are
 * whole seconds from the beginning of the shift.
 */
export type Stops = Places & {
  readonly prize: Float64Array
  /** How long a unit stays. */
  readonly dwell: Int32Array
  /** The stay begins no earlier and no later than this. */
  readonly opens: Int32Array
  readonly closes: Int32Array
  /** 1: comes before any sum of prizes. */
  readonly must: Uint8Array
}

export type Crew = {
  /** Where the tour begins and ends, metres on the National Grid. */
  readonly easting: number
  readonly northing: number
  readonly metresPerSecond: number
  readonly leaves: number
  /** Back at the latest. */
  readonly until: number
  /** 1 for each stop that this unit may make; without it, any. */
  readonly may?: Uint8Array
}

export type TourProblem = { readonly stops: Stops; readonly crews: readonly Crew[]; readonly streetFactor?: number }

/** One unit's tour: its stops in order, when each stay begins, and when it is back. */
export type Tour = { readonly stops: readonly number[]; readonly starts: readonly number[]; readonly back: number }

/** Seconds between stops, and from each crew's own beginning; crews of one speed share a table. */
export type Travel = {
  readonly between: readonly Int32Array[]
  readonly home: readonly Int32Array[]
  readonly count: number
}

export function travelOf({ stops, crews, streetFactor: factor = streetFactor }: TourProblem): Travel {
  const { eastings, northings } = stops
  const count = eastings.length
  const tables = new Map<number, Int32Array>()
  const tableAt = (speed: number) => {
    const table = new Int32Array(count * count)
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const [east, north] = [eastings, northings].map((axis) => (axis[i] as number) - (axis[j] as number))
        table[i * count + j] = secondsFor(Math.hypot(east as number, north as number), speed, factor)
      }
    return table
  }
  const homeOf = ({ easting, northing, metresPerSecond }: Crew) =>
    Int32Array.from({ length: count }, (_, i) =>
      secondsFor(
        Math.hypot((eastings[i] as number) - easting, (northings[i] as number) - northing),
        metresPerSecond,
        factor,
      ),
    )
  for (const { metresPerSecond: speed } of crews) if (!tables.has(speed)) tables.set(speed, tableAt(speed))
  return {
    between: crews.map(({ metresPerSecond }) => tables.get(metresPerSecond) as Int32Array),
    home: crews.map(homeOf),
    count,
  }
}
