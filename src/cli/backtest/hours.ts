import { darknessOf, type Sky, timesOf } from '#lib/forecast/times'
import type { Points } from '#platform/points/read-points'
import type { FlatMap } from './map-for.ts'
import type { Asked } from './options.ts'

export type Hours = {
  /** By the name of some times, 1 for each event that was at one of them. Undefined where the data have no hours. */
  readonly times: Readonly<Record<string, Uint8Array>> | undefined
  readonly darkness: ((day: number) => number) | undefined
  /** What of this is used, in a sentence. */
  readonly says: string
}

/** What the hours of the events add, where each has one. `isBefore`: what lies before the test may say where the sun is asked for. */
export function hoursOf(
  points: Points,
  { columns, timeZone }: Asked,
  map: FlatMap,
  isBefore: (at: number) => boolean,
): Hours {
  if (points.length === 0 || points.hourOfWeek.some((hour) => hour < 0))
    return { times: undefined, darkness: undefined, says: 'The dates have no hours: hour and darkness are left out.' }
  const zone = timeZone ?? (map.epsg === 27_700 ? 'Europe/London' : undefined)
  const sky = columns.degrees && zone ? { timeZone: zone, place: middleOf(points, isBefore) } : undefined
  const flags = Object.entries(timesOf(sky)).map(
    ([name, is]) => [name, Uint8Array.from(points.day, (day) => Number(is(day)))] as const,
  )
  return { times: Object.fromEntries(flags), darkness: sky && darknessOf(sky), says: said(sky) }
}

const said = (sky: Sky | undefined) =>
  sky
    ? `The hours are used, and darkness by the sun at ${sky.place.lat.toFixed(1)}, ${sky.place.lon.toFixed(1)} (${sky.timeZone}).`
    : 'The hours are used. Darkness is left out: give --time-zone, and places in degrees.'

function middleOf(points: Points, isBefore: (at: number) => boolean): Sky['place'] {
  const known = Array.from({ length: points.length }, (_, at) => at).filter(isBefore)
  const middle = (values: Float64Array) =>
    known.map((at) => values[at] as number).sort((a, b) => a - b)[known.length >> 1]
  return { lat: middle(points.y) ?? 0, lon: middle(points.x) ?? 0 }
}
