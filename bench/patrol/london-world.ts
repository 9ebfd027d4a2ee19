import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { cellAt } from '#lib/cells/grid'
import { gridOf } from '#lib/geo/grid'
import { poisson, type Random } from '#lib/stats/random'
import { londonCells } from '#modules/patrol/public'
import type { Theft } from '../../src/modules/patrol/pattern.ts'

const data = (name: string) => gunzipSync(readFileSync(new URL(`../../data/${name}`, import.meta.url))).toString('utf8')
const rowsOf = (name: string) =>
  data(name)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

/** Thefts from the person a day in each square of London, as published, at the level of the last twelve months on record. */
export type LondonRates = {
  readonly aDay: Float64Array
  readonly total: number
  /** Thefts a day that the published points hold, and by how much the counts of boroughs have grown since. */
  readonly published: number
  readonly grown: number
}

/** The published points say where (February 2018 to August 2019), the counts by borough how many (to May 2025). */
export function londonRates(): LondonRates {
  const { grid, boroughOf } = londonCells()
  const aDay = new Float64Array(grid.rows * grid.cols)
  const months = new Set<string>()
  for (const [month = '', longitude, latitude, , thefts] of rowsOf(
    'london-points/theft-from-the-person_2018-02_2019-08.csv.gz',
  )) {
    months.add(month)
    const { easting, northing } = gridOf({ lon: Number(longitude), lat: Number(latitude) })
    const cell = cellAt(grid, easting, northing)
    if (cell >= 0 && boroughOf[cell] !== 255) aDay[cell] = (aDay[cell] as number) + Number(thefts)
  }
  const days = [...months].reduce((sum, month) => sum + daysIn(month), 0)
  const all = aDay.reduce((sum, thefts) => sum + thefts, 0)
  const grown = countedFrom('2024-06', '2025-05') / countedFrom('2018-09', '2019-08')
  return {
    aDay: aDay.map((thefts) => (thefts * grown) / days),
    total: (all * grown) / days,
    published: all / days,
    grown,
  }
}

const daysIn = (month: string) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()

const countedFrom = (first: string, last: string): number =>
  rowsOf('met-counts/theft-from-the-person_2010-04_2025-05.csv.gz')
    .filter(([month = '']) => month >= first && month <= last)
    .flatMap((row) => row.slice(1).map(Number))
    .reduce((sum, thefts) => sum + thefts, 0)

/** Four squares that touch, by the thefts in all of them: the south-west one names them. */
export function foursByRate({ aDay }: LondonRates): { readonly squares: readonly number[]; readonly each: number }[] {
  const { grid, mask } = londonCells()
  const fours: { squares: number[]; each: number }[] = []
  for (const cell of mask.keys()) {
    const squares = [cell, cell + 1, cell + grid.cols, cell + grid.cols + 1]
    if (cell % grid.cols === grid.cols - 1 || !squares.every((one) => mask[one])) continue
    fours.push({ squares, each: squares.reduce((sum, one) => sum + (aDay[one] as number), 0) / 4 })
  }
  return fours.sort((a, b) => b.each - a.each)
}

/** As many squares in a row from west to east, as along a street. */
export const inALine = ([west = 0]: readonly number[]): number[] => [west, west + 1, west + 2, west + 3]

/**
 * `place`: each theft is as likely at any hour. `clock`: by hour and weekday, the evening busiest, and one square in ten full in
 * the nights before Saturday and Sunday. Nobody has published the hours: these are made up, and uneven enough to show a pattern that minds.
 */
export type WorldKind = 'place' | 'clock'

const week = 168
const methods = { snatch: 0.35, pickpocket: 0.25, table: 0.12, robbery: 0.1, distraction: 0.08, unknown: 0.1 }
const byDay = [1, 1, 1, 1, 1.2, 1.35, 0.9]

const dayHours = Float64Array.from({ length: week }, (_, at) => {
  const hour = at % 24
  return (byDay[Math.floor(at / 24)] as number) * (hour < 6 ? 0.3 : hour < 12 ? 0.7 : hour < 22 ? 1.7 : 1)
})
/** From ten in the evening of Friday and Saturday to four. */
const nightHours = dayHours.map((share, at) => share + ((at >= 118 && at < 124) || (at >= 142 && at < 148) ? 8 : 0))
const cumulated = (shares: ArrayLike<number>) => {
  let sum = 0
  return Float64Array.from(shares, (share) => (sum += share))
}

function drawFrom(sums: Float64Array, { next }: Random): number {
  const bar = next() * (sums.at(-1) as number)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sums[middle] as number) > bar) high = middle
    else low = middle + 1
  }
  return low
}

/** Draws the thefts of any hours; hour 0 is midnight before a Monday. Nothing is going on. */
export function quietLondon({ aDay, total }: LondonRates, kind: WorldKind) {
  const places = Int32Array.from(aDay.keys()).filter((cell) => (aDay[cell] as number) > 0)
  const sums = cumulated(Array.from(places, (cell) => aDay[cell] as number))
  const [byDayHours, byNightHours] = [cumulated(dayHours), cumulated(nightHours)]
  const names = Object.keys(methods)
  const kinds = cumulated(Object.values(methods))
  return (firstWeek: number, weeks: number, random: Random): Theft[] => {
    const thefts: Theft[] = []
    for (let one = firstWeek; one < firstWeek + weeks; one++)
      for (let left = poisson(total * 7, random); left > 0; left--) {
        const cell = places[drawFrom(sums, random)] as number
        const hours = cell % 10 === 3 ? byNightHours : byDayHours
        const hour = one * week + (kind === 'place' ? random.below(week) : drawFrom(hours, random))
        // Each square sees one kind most.
        const own = random.next() < 0.5 ? cell % names.length : drawFrom(kinds, random)
        thefts.push({ cell, hour, method: names[own] as string })
      }
    return thefts.sort((a, b) => a.hour - b.hour)
  }
}
