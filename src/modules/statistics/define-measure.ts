import type { Kysely } from 'kysely'

/** Whole months: from the first of `from` up to, not including, the first of `to`. Both YYYY-MM. */
export type Period = { readonly from: string; readonly to: string }

/** One month as computed: `of` is what the value is counted over, and decides whether it may be shown. */
export type Counted = { readonly month: string; readonly of: number; readonly value: number }

export type Measure = {
  readonly slug: string
  readonly title: string
  /** What is counted, in words for a reader who has never heard of us. */
  readonly plain: string
  readonly unit: 'thefts' | 'percent' | 'seconds' | 'handsets'
  /** A month counted over fewer than this is shown as too few to publish. */
  readonly hideBelow: number
  readonly caveats: readonly string[]
  readonly compute: (db: Kysely<never>, period: Period) => Promise<readonly Counted[]>
}

/**
 * A published measure, one file each. `compute` sees the schema `published` only, which leaves demo organisations out, so
 * no measure can count them by mistake.
 */
export const defineMeasure = <Tables>(
  measure: Omit<Measure, 'compute'> & {
    readonly compute: (db: Kysely<Tables>, period: Period) => Promise<readonly Counted[]>
  },
): Measure => {
  if (measure.hideBelow < 5) throw new Error(`Measure ${measure.slug}: counts under 5 are never published.`)
  return measure as unknown as Measure
}
