import type { PlanInput } from '#lib/patrol-plan/input'
import type { MadeTour } from '#lib/patrol-plan/tours/check'
import type { Tour, TourProblem } from '#lib/patrol-plan/tours/problem'
import { speeds } from '#lib/patrol-plan/travel'
import { seeded } from '#lib/stats/random'

/** Seconds of a stop. */
export const dwell = { least: 720, most: 900 }

/** Stops of unlike worth in a town of 3.6 km, and crews on foot. */
export function someTours(seed: number, { stops = 11, crews = 2, windows = false, hours = 2 } = {}): TourProblem {
  const random = seeded(seed)
  const metres = (count: number) => Float64Array.from({ length: count }, () => 150 * random.below(24))
  const opens = Int32Array.from({ length: stops }, () => (windows ? 600 * random.below(hours * 5) : 0))
  return {
    stops: {
      ...{ eastings: metres(stops), northings: metres(stops), opens },
      prize: Float64Array.from({ length: stops }, () => 0.01 + random.next() ** 2),
      dwell: new Int32Array(stops).fill(dwell.least),
      closes: opens.map((open) => (windows ? open + 1800 : hours * 3600 - dwell.least)),
      must: new Uint8Array(stops),
    },
    crews: Array.from({ length: crews }, () => ({
      ...{ easting: 150 * random.below(24), northing: 150 * random.below(24), metresPerSecond: speeds.walk },
      ...{ leaves: random.below(600), until: hours * 3600 },
    })),
  }
}

export const worthOf = ({ stops }: TourProblem, tours: readonly Tour[]) =>
  tours.flatMap((tour) => tour.stops).reduce((sum, stop) => sum + (stops.prize[stop] as number), 0)

/** The tours as the judge reads them. */
export function madeOf(
  { stops, crews }: TourProblem,
  tours: readonly (Tour & { readonly dwell?: number })[],
): MadeTour[] {
  return tours.map((tour, crew) => ({
    ...{ unit: `unit ${crew}`, back: tour.back, ...(crews[crew] as TourProblem['crews'][number]) },
    stops: tour.stops.map((stop, at) => ({
      cell: stop,
      ...{ easting: stops.eastings[stop] as number, northing: stops.northings[stop] as number },
      ...{ starts: tour.starts[at] as number, leaves: (tour.starts[at] as number) + (tour.dwell ?? dwell.least) },
    })),
  }))
}

/** A town of 150 m cells in two boroughs, with a few hot cells in the western one; in a share `quiet` nothing is expected. */
export function someShift(
  seed: number,
  { side = 14, units = 4, visits = 1, hours = 5, covert = 0, rounds = 40, quiet = 0 } = {},
): PlanInput {
  const random = seeded(seed)
  const cells = [...Array(side * side).keys()]
  const column = (cell: number) => cell % side
  const isEast = (cell: number) => column(cell) >= side / 2
  return {
    ...{ seed, rounds },
    cells: {
      eastings: Float64Array.from(cells, (cell) => 530_000 + 150 * column(cell)),
      northings: Float64Array.from(cells, (cell) => 180_000 + 150 * Math.floor(cell / side)),
      risk: Float64Array.from(cells, (cell) => {
        const risk = random.next()
        return risk < quiet ? 0 : risk ** 6 * (isEast(cell) ? 0.1 : 1)
      }),
      area: Int32Array.from(cells, (cell) => (isEast(cell) ? 1 : 0)),
      lastLeft: Float64Array.from(cells, () =>
        random.below(3) === 0 ? -60 * random.below(90) : Number.NEGATIVE_INFINITY,
      ),
    },
    units: Array.from({ length: units + covert }, (_, unit) => ({
      ...{ id: `U${unit}`, covert: unit >= units, metresPerSecond: unit % 3 === 2 ? speeds.drive : speeds.walk },
      ...(unit % 2 === 1 && {
        from: { easting: 530_000 + random.below(2000), northing: 180_000 + random.below(2000) },
      }),
    })),
    shift: {
      ...{ seconds: hours * 3600, dwell: { least: 720, most: 900 }, gap: 3600, visits, reach: 500 },
      ...{ randomStart: 600, chance: 0.075, streetFactor: 1.3 },
    },
    floor: { shares: Float64Array.of(0, 0.25), given: new Float64Array(2) },
  }
}
