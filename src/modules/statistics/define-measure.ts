import type { Kysely } from 'kysely'

/** Whole months: from the first of `from` up to, not including, the first of `to`. Both YYYY-MM. */
export type Period = { readonly from: string; readonly to: string }

type Counts = 'thefts' | 'handsets' | 'requests' | 'answers' | 'promises'
export type Unit = Counts | 'percent' | 'seconds'

/**
 * One column. A count is what is counted (`within`: a part of another count). A time or a share rests on counts: it is
 * shown only where these are.
 */
export type Column =
  | {
      readonly key: string
      readonly says: string
      readonly unit: Counts
      readonly within?: string
    }
  | { readonly key: string; readonly says: string; readonly unit: 'seconds'; readonly over: string }
  | {
      readonly key: string
      readonly says: string
      readonly unit: 'percent'
      readonly part: string
      readonly whole: string
    }

/**
 * What was computed for one month, one group, or both null: all of it. Counts, and times in whole milliseconds. Shares are
 * worked out from the counts.
 */
export type Counted = {
  readonly month: string | null
  readonly group?: string | null
  readonly [column: string]: string | number | null | undefined
}

export type Measure = {
  readonly slug: string
  readonly title: string
  /** What is counted, in words for a reader who has never heard of us. */
  readonly plain: string
  readonly columns: readonly Column[]
  /** The column that the picture shows. */
  readonly chart: string
  /** What the figures are also broken down by, in words such as "network". */
  readonly by?: string
  /** A count under this is shown as too few to publish. */
  readonly hideBelow: number
  readonly caveats: readonly string[]
  readonly compute: (db: Kysely<never>, period: Period) => Promise<readonly Counted[]>
}

/**
 * A published measure, one file each. `compute` sees one schema only, `published` or `simulated`, so no measure can count
 * a pretend case among real ones by mistake.
 */
export const defineMeasure = <Tables>(
  measure: Omit<Measure, 'compute'> & {
    readonly compute: (db: Kysely<Tables>, period: Period) => Promise<readonly Counted[]>
  },
): Measure => {
  if (measure.hideBelow < 5) throw new Error(`Measure ${measure.slug}: counts under 5 are never published.`)
  const counts = new Set(measure.columns.filter(isCount).map(({ key }) => key))
  const restsOn = measure.columns.flatMap((one) =>
    'over' in one ? [one.over] : 'part' in one ? [one.part, one.whole] : one.within ? [one.within] : [],
  )
  const missing = restsOn.find((key) => !counts.has(key))
  if (missing) throw new Error(`Measure ${measure.slug}: ${missing} is no column that is counted.`)
  return measure as unknown as Measure
}

export type CountColumn = Extract<Column, { within?: string }>
export const isCount = (column: Column): column is CountColumn => !('over' in column) && !('part' in column)
