import { cellAt, type Grid } from '#lib/cells/grid'
import type { History } from './history.ts'

export type Events = {
  readonly length: number
  /** On the flat map of the grid. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly period: ArrayLike<number>
  readonly weight: ArrayLike<number>
  /** By the name of some times, 1 for each event that was at one of them. */
  readonly times?: Readonly<Record<string, Uint8Array>>
}

/** Eight bytes each: years of days in all of London, and less than what one wrong year asks for. */
export const mostCounts = 50_000_000

/** Said to the person who asked: one date of a wrong century makes a thousand empty months. */
export class TooManyCounts extends Error {}

const add = (to: Float64Array, place: number, weight: number) => {
  to[place] = (to[place] as number) + weight
}

/** Counts events into the places of an area, from one period to before another. `outside`: events that lie in no place. */
export function historyFrom(
  events: Events,
  grid: Grid,
  mask: Uint8Array,
  [first, end]: readonly [number, number],
): { readonly history: History; readonly outside: number } {
  const cells = Int32Array.from({ length: mask.length }, (_, cell) => cell).filter((cell) => mask[cell] === 1)
  wantRoom(Math.max(0, end - first), cells.length)
  const placeAt = new Int32Array(mask.length).fill(-1)
  for (const [place, cell] of cells.entries()) placeAt[cell] = place
  const none = () => Array.from({ length: Math.max(0, end - first) }, () => new Float64Array(cells.length))
  const counts = none()
  const flags = Object.entries(events.times ?? {}).map(([name, is]) => ({ name, is, counts: none() }))
  let outside = 0
  for (let at = 0; at < events.length; at++) {
    const of = counts[(events.period[at] as number) - first]
    if (!of) continue
    const cell = cellAt(grid, events.x[at] as number, events.y[at] as number)
    const place = cell < 0 ? -1 : (placeAt[cell] as number)
    if (place < 0) outside += events.weight[at] as number
    else {
      add(of, place, events.weight[at] as number)
      for (const { is, counts } of flags)
        if (is[at] === 1)
          add(counts[(events.period[at] as number) - first] as Float64Array, place, events.weight[at] as number)
    }
  }
  const times = Object.fromEntries(flags.map(({ name, counts }) => [name, counts]))
  return { history: { grid, cells, first, counts, ...(events.times && { times }) }, outside }
}

function wantRoom(periods: number, places: number): void {
  if (periods * places <= mostCounts) return
  const [some, many, most] = [periods, places, mostCounts].map((count) => count.toLocaleString('en-GB'))
  throw new TooManyCounts(`${some} periods of ${many} cells are more than ${most} counts.`)
}
