import { cellAt } from '#lib/cells/grid'
import { asOne, type FairShare, fairnessOf, overlapOf, type Presence } from '#lib/patrol-plan/fairness'
import { suppress } from '#modules/statistics/public'
import { londonCells } from '../cells/london-cells.ts'
import { cellMetres } from '../cells/theft-cell.ts'
import { lsoaOfSquares } from './lsoa-squares.ts'

/** Corner of a square of 150 m, British National Grid. */
type Corner = { readonly easting: number; readonly northing: number }
export type PatrolMinutes = Corner & { readonly minutes: number; readonly covert?: boolean }
export type SquareReports = Corner & { readonly reports: number }

/** One line as everybody sees it. `reports` and what is made of it is null where it is too few to publish. */
export type PublicShare = {
  readonly name: string
  readonly hours: number
  readonly shareOfPatrol: number
  readonly reports: number | null
  readonly shareOfReports: number | null
  /** Share of patrol over share of reports. */
  readonly ratio: number | null
}

export type PublicFairness = {
  readonly hours: number
  readonly reports: number | null
  /**
   * 1: patrols are where the reports are; 0: nowhere near. Undefined where there is too little of one of them. Boroughs whose reports
   * are hidden count as one: it is made of what is published alone.
   */
  readonly overlap: number | undefined
  readonly boroughs: readonly PublicShare[]
  /**
   * By decile of deprivation, 1 the most deprived, and `edge`: squares whose middle is in no LSOA of London. Empty while no list is
   * loaded, or one that does not name all of London’s LSOAs.
   */
  readonly deciles: readonly PublicShare[]
  /** LSOAs of London that the list does not name; undefined while none is loaded. */
  readonly unlisted: number | undefined
  /** Hours in squares outside London’s boroughs. */
  readonly elsewhere: number
}

/** A count from 1 to 4 is not shown, nor what it could be worked out from (B59). */
const least = 5
/** Below this an overlap is luck. */
const leastReports = 30

/**
 * Visible patrol beside victims' reports, as it is published: by borough, and by deprivation where deciles are known. Covert
 * minutes are left out before anything is counted (`fairnessOf`).
 */
export function publicFairness(
  minutes: readonly PatrolMinutes[],
  reports: readonly SquareReports[],
  deciles: ReadonlyMap<string, number> = new Map(),
): PublicFairness {
  const { boroughs, boroughOf } = londonCells()
  const boroughAt = (cell: number) => boroughs[boroughOf[cell] ?? 255] ?? elsewhere
  const sums = new Map(boroughs.map((name) => [name, 0]))
  for (const one of reports) add(sums, boroughAt(cellOf(one)), one.reports)
  sums.delete(elsewhere)
  const areas = [...sums].map(([area, count]) => ({ area, reports: count, decile: null }))
  const byBorough = fairnessOf(presenceBy(minutes, boroughAt), areas)
  const unlisted = [...new Set(lsoaOfSquares().values())].filter((lsoa) => !deciles.has(lsoa)).length
  const byTenth = unlisted === 0 ? byDecile(minutes, reports, deciles, boroughAt) : []
  const rows = published([
    byBorough.areas.map((one) => ({ ...one, name: one.area })),
    byTenth.map((one) => ({ ...one, name: one.decile === null ? edge : `${one.decile}` })),
  ])
  const [boroughLines = [], decileLines = []] = rows.lines
  const patrolled = byBorough.areas.reduce((sum, one) => sum + one.minutes, 0)
  return {
    ...{ hours: hoursOf(patrolled), reports: rows.total, elsewhere: hoursOf(byBorough.elsewhere) },
    overlap:
      (rows.total ?? 0) >= leastReports && patrolled > 0 ? overlapShown(byBorough.areas, boroughLines) : undefined,
    boroughs: boroughLines.toSorted((a, b) => b.shareOfPatrol - a.shareOfPatrol || (a.name < b.name ? -1 : 1)),
    ...{ deciles: decileLines, unlisted: deciles.size > 0 ? unlisted : undefined },
  }
}

/** Each hidden borough by itself would say how they share what is left: one such hundredth is less than a report where there are few. */
function overlapShown(areas: readonly FairShare[], lines: readonly PublicShare[]): number {
  const { shown = [], hidden = [] } = Object.groupBy(areas, (_, at) =>
    lines[at]?.reports === null ? 'hidden' : 'shown',
  )
  return Math.round(overlapOf([...shown, asOne(hidden)]) * 100) / 100
}

const elsewhere = 'elsewhere'
const edge = 'edge'

/** Of the same reports and minutes as by borough, so that both lists have one total. */
function byDecile(
  minutes: readonly PatrolMinutes[],
  reports: readonly SquareReports[],
  deciles: ReadonlyMap<string, number>,
  boroughAt: (cell: number) => string,
) {
  const squares = lsoaOfSquares()
  const lsoaAt = (cell: number) => (boroughAt(cell) === elsewhere ? elsewhere : (squares.get(cell) ?? edge))
  const sums = new Map([...new Set(squares.values()), edge].map((lsoa) => [lsoa, 0]))
  for (const one of reports) add(sums, lsoaAt(cellOf(one)), one.reports)
  sums.delete(elsewhere)
  const areas = [...sums].map(([area, count]) => ({ area, reports: count, decile: deciles.get(area) ?? null }))
  return fairnessOf(presenceBy(minutes, lsoaAt), areas).deciles
}

const presenceBy = (minutes: readonly PatrolMinutes[], areaAt: (cell: number) => string): Presence[] =>
  minutes.map((one) => ({ area: areaAt(cellOf(one)), minutes: one.minutes, covert: one.covert ?? false }))

const cellOf = ({ easting, northing }: Corner) =>
  cellAt(londonCells().grid, easting + cellMetres / 2, northing + cellMetres / 2)

function add(sums: Map<string, number>, key: string, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more)
}

/** Whole hours: enough to judge by, and too coarse to tell a shift from. */
const hoursOf = (minutes: number) => Math.round(minutes / 60)
const rounded = (share: number) => Math.round(share * 1000) / 1000

/** Lists of the same reports: what one of them hides must not come back from another, for they share their total. */
function published(lists: readonly (readonly (FairShare & { readonly name: string })[])[]): {
  readonly total: number | null
  readonly lines: readonly PublicShare[][]
} {
  const counted = lists
    .filter((rows) => rows.length > 0)
    .map((rows) => ({ counts: rows.map(({ reports }) => reports) }))
  const shown = suppress(counted, least)
  const lines = lists.map((rows, list) =>
    rows.map(({ name, minutes, reports, shareOfMinutes, shareOfReports, ratio }, at) => {
      // A share of a total that is hidden would give the total back.
      const isShown = shown.total && (shown.lists[list]?.[at] ?? false)
      return {
        ...{ name, hours: hoursOf(minutes), shareOfPatrol: rounded(shareOfMinutes) },
        reports: isShown ? reports : null,
        shareOfReports: isShown ? rounded(shareOfReports) : null,
        ratio: isShown && ratio !== null ? Math.round(ratio * 10) / 10 : null,
      }
    }),
  )
  const total = counted[0]?.counts.reduce((sum, one) => sum + one, 0) ?? 0
  return { total: shown.total ? total : null, lines }
}
