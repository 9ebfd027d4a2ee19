import { cellAt } from '#lib/cells/grid'
import { type FairShare, fairnessOf, type Presence } from '#lib/patrol-plan/fairness'
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
  /** 1: patrols are where the reports are; 0: nowhere near. Undefined where there is too little of one of them. */
  readonly overlap: number | undefined
  readonly boroughs: readonly PublicShare[]
  /** By decile of deprivation, 1 the most deprived; empty while no list is loaded. */
  readonly deciles: readonly PublicShare[]
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
  const rows = published(byBorough.areas.map((one) => ({ ...one, name: one.area })))
  const all = areas.reduce((sum, one) => sum + one.reports, 0)
  const patrolled = byBorough.areas.reduce((sum, one) => sum + one.minutes, 0)
  return {
    ...{ hours: hoursOf(patrolled), reports: rows.total, elsewhere: hoursOf(byBorough.elsewhere) },
    overlap: all >= leastReports && patrolled > 0 ? Math.round(byBorough.overlap * 100) / 100 : undefined,
    boroughs: rows.lines.toSorted((a, b) => b.shareOfPatrol - a.shareOfPatrol || (a.name < b.name ? -1 : 1)),
    deciles: deciles.size > 0 ? byDecile(minutes, reports, deciles) : [],
  }
}

const elsewhere = 'elsewhere'

function byDecile(
  minutes: readonly PatrolMinutes[],
  reports: readonly SquareReports[],
  deciles: ReadonlyMap<string, number>,
): readonly PublicShare[] {
  const squares = lsoaOfSquares()
  const lsoaAt = (cell: number) => squares.get(cell) ?? elsewhere
  const sums = new Map([...deciles.keys()].map((lsoa) => [lsoa, 0]))
  for (const one of reports) {
    const lsoa = lsoaAt(cellOf(one))
    if (deciles.has(lsoa)) add(sums, lsoa, one.reports)
  }
  const areas = [...sums].map(([area, count]) => ({ area, reports: count, decile: deciles.get(area) ?? null }))
  const fair = fairnessOf(presenceBy(minutes, lsoaAt), areas)
  return published(fair.deciles.map((one) => ({ ...one, name: `${one.decile}` }))).lines
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

function published(rows: readonly (FairShare & { readonly name: string })[]): {
  readonly total: number | null
  readonly lines: PublicShare[]
} {
  const counts = rows.map(({ reports }) => reports)
  const { total, lists } = suppress([{ counts }], least)
  const lines = rows.map(({ name, minutes, reports, shareOfMinutes, shareOfReports, ratio }, at) => {
    // A share of a total that is hidden would give the total back.
    const isShown = total && (lists[0]?.[at] ?? false)
    return {
      ...{ name, hours: hoursOf(minutes), shareOfPatrol: rounded(shareOfMinutes) },
      reports: isShown ? reports : null,
      shareOfReports: isShown ? rounded(shareOfReports) : null,
      ratio: isShown && ratio !== null ? Math.round(ratio * 10) / 10 : null,
    }
  })
  return { total: total ? counts.reduce((sum, one) => sum + one, 0) : null, lines }
}
