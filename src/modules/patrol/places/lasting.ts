import { countTold, type Sourced } from '../cells/few-reports.ts'
import { type Look, ranking, whileUnchanged } from '../cells/hotspots.ts'
import { calendarMonths } from '../cells/whole-months.ts'

/** A square that is on its borough's list month after month: something about the place makes it one. */
export type Lasting = {
  readonly cell: number
  readonly borough: string
  /** On so many of the last lists of its borough. */
  readonly listed: number
  readonly lists: number
  /** Thefts of the last twelve months that are over, and of the twelve before where all of those are known. */
  readonly thefts: number
  readonly before: number | undefined
  /** Of the last six months and the six before. */
  readonly lately: number
  readonly earlier: number
}

const lists = 12
/** How long each borough's list is: what a council can look at in a year. */
export const ofEachBorough = 10
/** From here on a square is called lasting. */
const leastListed = 9

/** Those of one borough, or of all of London. Squares whose count is not told come last, in an order that does not tell it either. */
export function lastingIn(look: Sourced, borough: string | undefined): Lasting[] {
  const own = lastingSquares(look).filter((one) => borough === undefined || one.borough === borough)
  const isTold = ({ thefts }: Lasting) => typeof countTold(look, thefts) === 'number'
  return [...own.filter(isTold), ...own.filter((one) => !isTold(one)).sort((a, b) => a.cell - b.cell)]
}

/** The squares that were among the first ten of their borough on at least nine of the last twelve monthly lists; most thefts first. */
export const lastingSquares = whileUnchanged((look: Look): Lasting[] => {
  const { counts, london } = look
  const months = calendarMonths(look)
  const monthly = 0.5 ** (30.4375 / counts.halfLifeDays)
  const scores = new Float64Array(counts.cells)
  const stood = new Map<number, number>()
  for (const [at, month] of months.entries()) {
    const came = counts.month(month) ?? new Float32Array(counts.cells)
    for (let cell = 0; cell < scores.length; cell++)
      scores[cell] = (scores[cell] as number) * monthly + (came[cell] as number)
    if (at < months.length - lists) continue
    const taken = new Map<number, number>()
    for (const cell of ranking(scores, london.mask)) {
      const borough = london.boroughOf[cell] as number
      const before = taken.get(borough) ?? 0
      if (before >= ofEachBorough) continue
      taken.set(borough, before + 1)
      stood.set(cell, (stood.get(cell) ?? 0) + 1)
    }
  }
  const over = (cell: number, from: number, to: number) =>
    months.slice(from, to).reduce((sum, month) => sum + (counts.month(month)?.[cell] ?? 0), 0)
  const end = months.length
  const back = (by: number) => Math.max(0, end - by)
  return [...stood]
    .filter(([, listed]) => listed >= leastListed)
    .map(([cell, listed]) => ({
      ...{
        cell,
        listed,
        lists: Math.min(lists, end),
        borough: london.boroughs[london.boroughOf[cell] as number] ?? '',
      },
      ...{ thefts: over(cell, back(12), end), before: end >= 24 ? over(cell, end - 24, end - 12) : undefined },
      ...{ lately: over(cell, back(6), end), earlier: over(cell, back(12), back(6)) },
    }))
    .sort((a, b) => b.thefts - a.thefts || a.cell - b.cell)
})
