/** A borough of which something was published for a month. */
export type Published = { readonly month: string; readonly borough: string }

/** For which months and boroughs thefts are known. Where they are not, nothing is known: that is no zero. */
export type Coverage = {
  /** Months that may be told of all places together, the oldest first. */
  readonly whole: readonly string[]
  /** Months of which only some boroughs are known, and how many: they are left out of all that is told of all places. */
  readonly partial: readonly { readonly month: string; readonly boroughs: number }[]
  /** Boroughs of which any month is known. */
  readonly boroughs: ReadonlySet<string>
  readonly covers: (month: string, borough: string) => boolean
}

/**
 * Of the boroughs of which any month is known, this share makes a month whole. Not all of them: the City’s police publish by
 * themselves, and a small borough may have had no theft.
 */
const enough = 0.9

/** A list of one borough is a month of that borough: taken for one of London, the rest would look as if it had been quiet. */
export function coverageOf(published: readonly Published[]): Coverage {
  const months = new Map<string, Set<string>>()
  for (const { month, borough } of published) {
    const its = months.get(month) ?? new Set()
    months.set(month, its.add(borough))
  }
  const boroughs = new Set(published.map(({ borough }) => borough))
  const sorted = [...months].sort(([a], [b]) => (a < b ? -1 : 1))
  const isWhole = (its: ReadonlySet<string>) => its.size >= enough * boroughs.size
  return {
    whole: sorted.filter(([, its]) => isWhole(its)).map(([month]) => month),
    partial: sorted.filter(([, its]) => !isWhole(its)).map(([month, its]) => ({ month, boroughs: its.size })),
    boroughs,
    covers: (month, borough) => months.get(month)?.has(borough) ?? false,
  }
}
