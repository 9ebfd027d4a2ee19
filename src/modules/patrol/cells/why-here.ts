import { nameOfMonth } from '#lib/cells/moment'
import { adjust } from '#lib/stats/fdr'
import { type Expected, expectedNow, localRates } from '#lib/stats/local-rate'
import { daysUntilOff, type Hotspot, type Look, type PastLists } from './hotspots.ts'
import { isOver, wholeMonths } from './whole-months.ts'

/** How many came in a time beside what was to be expected, and how often luck alone brings as many. */
export type Recent = {
  readonly over: string
  readonly thefts: number
  /** Undefined, as the chances are, where too little was counted before to expect anything. */
  readonly expected: number | undefined
  /** Of this square by itself. */
  readonly chance: number | undefined
  /** The same with all squares of the borough allowed for (Benjamini and Hochberg): it is listed because it has many. */
  readonly corrected: number | undefined
}

/** Why a square is on the list, as numbers that a commander can check. */
export type WhyHere = {
  readonly spot: Hotspot
  /** Thefts there in the last 7, 28 and 365 days; where the data have no days, in the last month that is over, three and twelve. */
  readonly recent: readonly Recent[]
  /** Days without a theft until it is off the list. */
  readonly offAfterDays: number
  readonly past: { readonly listed: number; readonly followed: number }
  /** By month, the oldest first; the last one may be running still. */
  readonly months: readonly { readonly month: string; readonly thefts: number; readonly isOver: boolean }[]
  /** 168 hours from Monday midnight; undefined where the data have no hours. */
  readonly week: Float32Array | undefined
}

/** `last`: the lowest score on the list. */
export function whyHere(
  look: Look,
  spot: Hotspot,
  { last, past }: { readonly last: number; readonly past: PastLists },
): WhyHere {
  const { counts, day } = look
  const week = counts.week(spot.cell)
  return {
    spot,
    recent: spansOf(look).map((span) => recentOf(span, spot.cell, look)),
    offAfterDays: daysUntilOff(spot.score, last, counts.halfLifeDays),
    past: past.of(spot.cell),
    months: counts
      .months()
      .slice(-24)
      .map((month) => ({
        ...{ month: nameOfMonth(month), thefts: counts.month(month)?.[spot.cell] ?? 0 },
        isOver: isOver(month, day),
      })),
    week: week.some((count) => count > 0) ? week : undefined,
  }
}

/** Thefts of a borough before, from which anything can be expected. */
const fewestBefore = 30

/**
 * Expected is what the square and its neighbours had in the year before that time, shrunk towards its borough and brought to the level
 * at which the rest of the borough was in that time (local-rate.ts). So neither a street that is always busy nor a busy
 * December is a surprise. What an even borough would have is not asked: no street is like the mean of its borough.
 */
function recentOf({ over, now, before }: Span, cell: number, { london }: Look): Recent {
  const borough = london.boroughOf[cell]
  const mask = london.boroughOf.map((one) => Number(one === borough))
  const own: number[] = []
  for (let one = 0; one < mask.length; one++) if (mask[one]) own.push(one)
  const sum = (of: ArrayLike<number>) => own.reduce((all, one) => all + (of[one] as number), 0)
  const [thefts, inBorough, inBoroughBefore] = [now[cell] as number, sum(now), sum(before)]
  if (inBoroughBefore - (before[cell] as number) < fewestBefore)
    return { over, thefts, expected: undefined, chance: undefined, corrected: undefined }
  const { mean, shape } = localRates({ rows: london.grid.rows, cols: london.grid.cols, mask }, before)
  const each = own.map((one) => {
    const mine = { before: before[one] as number, now: now[one] as number }
    const others = { before: inBoroughBefore - mine.before, now: inBorough - mine.now }
    return expectedNow({ mean: mean[one] as number, shape: shape[one] as number }, mine, others)
  })
  const at = own.indexOf(cell)
  const corrected = adjust(each.map(({ chance }) => chance))[at]
  return { over, thefts, ...(each[at] as Expected), corrected }
}

/** A time, the counts of each square in it, and in the year before it. */
type Span = { readonly over: string; readonly now: Float32Array; readonly before: Float32Array }

const year = { days: 365, months: 12 }

function spansOf(look: Look): Span[] {
  const { counts, lately } = look
  if (lately)
    return [7, 28, 365].map((days) => {
      const now = lately(days)
      const before = lately(days + year.days).map((all, cell) => all - (now[cell] as number))
      return { over: `last ${days} days`, now, before }
    })
  const whole = wholeMonths(look)
  const sum = (months: readonly number[]) => {
    const all = new Float32Array(counts.cells)
    for (const month of months)
      for (const [cell, came] of (counts.month(month) ?? []).entries())
        if (came) all[cell] = (all[cell] as number) + came
    return all
  }
  return [1, 3, 12]
    .filter((months) => months <= Math.max(1, whole.length))
    .map((months) => ({
      over: months === 1 ? 'last month' : `last ${months} months`,
      now: sum(whole.slice(-months)),
      before: sum(whole.slice(-months - year.months, -months)),
    }))
}
