import type { CellCounts } from '#lib/cells/counts'
import { firstDayOf, monthOfDay } from '#lib/cells/moment'

type Counted = { readonly counts: CellCounts; readonly day: number }

/** Months that were over when somebody looked: one that is not holds fewer thefts than it will, and says less than it seems to. */
export const wholeMonths = ({ counts, day }: Counted): number[] => counts.months().filter((month) => isOver(month, day))

export const isOver = (month: number, day: number): boolean => firstDayOf(month + 1) <= day

/** The same by the calendar, from the first month that has a theft: those in which nothing was counted are among them. */
export function calendarMonths({ counts, day }: Counted): number[] {
  const [first = Number.POSITIVE_INFINITY] = counts.months()
  return Array.from({ length: Math.max(0, monthOfDay(day) - first) }, (_, at) => first + at)
}
