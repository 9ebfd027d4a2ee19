import type { CellCounts } from '#lib/cells/counts'
import { firstDayOf } from '#lib/cells/moment'

/** Months that were over when somebody looked: one that is not holds fewer thefts than it will, and says less than it seems to. */
export const wholeMonths = ({ counts, day }: { readonly counts: CellCounts; readonly day: number }): number[] =>
  counts.months().filter((month) => isOver(month, day))

export const isOver = (month: number, day: number): boolean => firstDayOf(month + 1) <= day
