/**
 * The judge of a plan. It shares no code with the solver and measures every way itself, so that a mistake there is seen here.
 * Times are seconds from the beginning of the shift.
 */
export type Rules = {
  readonly dwell: { readonly least: number; readonly most: number }
  /** Nobody comes back to a cell before so many seconds have passed since the last unit left it. */
  readonly gap: number
  readonly streetFactor: number
}
export type MadeStop = {
  readonly cell: number
  readonly easting: number
  readonly northing: number
  readonly starts: number
  readonly leaves: number
  /** When a unit last left this cell before the shift, below 0; without it, never. */
  readonly lastLeft?: number
}
export type MadeTour = {
  readonly unit: string
  readonly easting: number
  readonly northing: number
  readonly metresPerSecond: number
  readonly leaves: number
  readonly back: number
  /** When the shift ends. */
  readonly until: number
  readonly stops: readonly MadeStop[]
}
export type Fault = { readonly unit: string; readonly at: number; readonly fault: FaultKind }
export type FaultKind =
  | 'stays too short'
  | 'stays too long'
  | 'cannot be there in time'
  | 'back too late'
  | 'comes back too soon'

/** Every breach of dwell, travel, shift and revisit gap; none is a good plan. */
export function faultsOf(tours: readonly MadeTour[], { dwell, gap, streetFactor }: Rules): Fault[] {
  const faults: Fault[] = []
  for (const tour of tours) {
    const { unit } = tour
    const find = (at: number, fault: FaultKind) => void faults.push({ unit, at, fault })
    let [now, east, north] = [Math.max(0, tour.leaves), tour.easting, tour.northing]
    const isTooFar = (toEast: number, toNorth: number, by: number) => {
      const metres = Math.sqrt((toEast - east) ** 2 + (toNorth - north) ** 2) * streetFactor
      return now + metres / tour.metresPerSecond > by + 1e-6
    }
    for (const { easting, northing, starts, leaves } of tour.stops) {
      if (isTooFar(easting, northing, starts)) find(starts, 'cannot be there in time')
      if (leaves - starts < dwell.least) find(starts, 'stays too short')
      if (leaves - starts > dwell.most) find(starts, 'stays too long')
      ;[now, east, north] = [leaves, easting, northing]
    }
    if (isTooFar(tour.easting, tour.northing, tour.back)) find(tour.back, 'cannot be there in time')
    if (tour.back > tour.until) find(tour.back, 'back too late')
  }
  return [...faults, ...tooSoon(tours, gap)]
}

function tooSoon(tours: readonly MadeTour[], gap: number): Fault[] {
  const visits = tours.flatMap(({ unit, stops }) => stops.map((stop) => ({ unit, ...stop })))
  return [...Map.groupBy(visits, ({ cell }) => cell).values()].flatMap((toCell) => {
    let left = toCell[0]?.lastLeft ?? Number.NEGATIVE_INFINITY
    return toCell
      .sort((a, b) => a.starts - b.starts)
      .flatMap(({ unit, starts, leaves }): Fault[] => {
        const isSoon = starts < left + gap
        left = Math.max(left, leaves)
        return isSoon ? [{ unit, at: starts, fault: 'comes back too soon' }] : []
      })
  })
}
