import { nameOfMonth } from '#lib/cells/moment'
import { daysUntilOff, type Hotspot, type Look, type PastLists } from './hotspots.ts'

/** Why a square is on the list, as numbers that a commander can check. */
export type WhyHere = {
  readonly spot: Hotspot
  /** Thefts there in the last calendar month, three and twelve. */
  readonly recent: readonly { readonly over: string; readonly thefts: number; readonly expected: number }[]
  /** Days without a theft until it is off the list. */
  readonly offAfterDays: number
  readonly past: { readonly listed: number; readonly followed: number }
  /** By month, the oldest first. */
  readonly months: readonly { readonly month: string; readonly thefts: number }[]
  /** 168 hours from Monday midnight; undefined where the data have no hours. */
  readonly week: Float32Array | undefined
}

/** `last`: the lowest score on the list. Expected is what each square of the borough would have, if all were alike. */
export function whyHere(
  look: Look,
  spot: Hotspot,
  { last, past }: { readonly last: number; readonly past: PastLists },
): WhyHere {
  const { counts, london } = look
  const own = london.boroughOf[spot.cell]
  const squares = london.boroughOf.reduce((sum, borough) => sum + (borough === own ? 1 : 0), 0)
  const all = counts.months()
  const over = (months: number) => {
    const these = all.slice(-months).map((month) => counts.month(month))
    const inBorough = these.reduce(
      (sum, month) => sum + (month?.reduce((s, n, at) => s + (london.boroughOf[at] === own ? n : 0), 0) ?? 0),
      0,
    )
    const thefts = these.reduce((sum, month) => sum + (month?.[spot.cell] ?? 0), 0)
    return { over: months === 1 ? 'last month' : `last ${months} months`, thefts, expected: inBorough / squares }
  }
  const week = counts.week(spot.cell)
  return {
    spot,
    recent: [1, 3, 12].filter((months) => months <= Math.max(1, all.length)).map(over),
    offAfterDays: daysUntilOff(spot.score, last, counts.halfLifeDays),
    past: past.of(spot.cell),
    months: all
      .slice(-24)
      .map((month) => ({ month: nameOfMonth(month), thefts: counts.month(month)?.[spot.cell] ?? 0 })),
    week: week.some((count) => count > 0) ? week : undefined,
  }
}
