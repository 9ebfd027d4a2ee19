import { nameOfMonth } from '#lib/cells/moment'
import { adjust } from '#lib/stats/fdr'
import { expectedIn, type Span, spansOf } from './expected-here.ts'
import { daysUntilOff, type Hotspot, type Look, type Stays } from './hotspots.ts'
import type { PastLists } from './past-lists.ts'
import { isOver } from './whole-months.ts'

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
  /** Days without a theft until it is off the list, if the squares after it keep their weight; undefined where none take it off. */
  readonly offAfterDays: number | undefined
  readonly past: { readonly listed: number; readonly followed: number }
  /** By month, the oldest first; the last one may be running still. */
  readonly months: readonly { readonly month: string; readonly thefts: number; readonly isOver: boolean }[]
  /** 168 hours from Monday midnight; undefined where the data have no hours. */
  readonly week: Float32Array | undefined
}

/** `off`: what takes it off the list (`stays`). */
export function whyHere(
  look: Look,
  spot: Hotspot,
  { off, past }: { readonly off: Stays | undefined; readonly past: PastLists },
): WhyHere {
  const { counts, day } = look
  const week = counts.week(spot.cell)
  return {
    spot,
    recent: spansOf(look).map((span) => recentOf(span, spot.cell, look)),
    offAfterDays: off && daysUntilOff(spot.score, off, counts.halfLifeDays),
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

/** What a square had in a time beside what it was to be expected to have (expected-here.ts). */
function recentOf({ over, now, before }: Span, cell: number, look: Look): Recent {
  const { cells, each } = expectedIn(look.london.boroughOf[cell] as number, { now, before }, look)
  const at = cells.indexOf(cell)
  const own = each[at]
  const thefts = now[cell] as number
  if (!own) return { over, thefts, expected: undefined, chance: undefined, corrected: undefined }
  const corrected = adjust(each.map((one) => one?.chance ?? 1))[at]
  return { over, thefts, ...own, corrected }
}
