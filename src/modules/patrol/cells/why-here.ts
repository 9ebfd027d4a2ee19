import { nameOfMonth } from '#lib/cells/moment'
import { daysUntilOff, type Hotspot, type Look, type PastLists } from './hotspots.ts'
import { isOver, wholeMonths } from './whole-months.ts'

/** Why a square is on the list, as numbers that a commander can check. */
export type WhyHere = {
  readonly spot: Hotspot
  /** Thefts there in the last 7, 28 and 365 days; where the data have no days, in the last month that is over, three and twelve. */
  readonly recent: readonly { readonly over: string; readonly thefts: number; readonly expected: number }[]
  /** Days without a theft until it is off the list. */
  readonly offAfterDays: number
  readonly past: { readonly listed: number; readonly followed: number }
  /** By month, the oldest first; the last one may be running still. */
  readonly months: readonly { readonly month: string; readonly thefts: number; readonly isOver: boolean }[]
  /** 168 hours from Monday midnight; undefined where the data have no hours. */
  readonly week: Float32Array | undefined
}

/** `last`: the lowest score on the list. Expected is what each square of the borough would have, if all were alike. */
export function whyHere(
  look: Look,
  spot: Hotspot,
  { last, past }: { readonly last: number; readonly past: PastLists },
): WhyHere {
  const { counts, london, day } = look
  const own = london.boroughOf[spot.cell]
  const squares = london.boroughOf.reduce((sum, borough) => sum + (borough === own ? 1 : 0), 0)
  const cameIn = ({ over, parts }: Span) => {
    const inBorough = parts.reduce(
      (sum, part) => sum + part.reduce((s, n, at) => s + (london.boroughOf[at] === own ? n : 0), 0),
      0,
    )
    const thefts = parts.reduce((sum, part) => sum + (part[spot.cell] ?? 0), 0)
    return { over, thefts, expected: inBorough / squares }
  }
  const week = counts.week(spot.cell)
  return {
    spot,
    recent: spansOf(look).map(cameIn),
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

/** A time, and the counts of each square in its parts. */
type Span = { readonly over: string; readonly parts: readonly Float32Array[] }

function spansOf(look: Look): Span[] {
  const { counts, lately } = look
  if (lately) return [7, 28, 365].map((days) => ({ over: `last ${days} days`, parts: [lately(days)] }))
  const whole = wholeMonths(look)
  return [1, 3, 12]
    .filter((months) => months <= Math.max(1, whole.length))
    .map((months) => ({
      over: months === 1 ? 'last month' : `last ${months} months`,
      parts: whole.slice(-months).flatMap((month) => counts.month(month) ?? []),
    }))
}
