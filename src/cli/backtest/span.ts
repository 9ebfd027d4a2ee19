import { nameOfDay } from '#lib/cells/moment'
import type { Periods } from '#lib/forecast/calendar'
import type { Points } from '#platform/points/read-points'
import { WrongUse } from '../points/columns.ts'
import type { Asked } from './options.ts'

export type Span = { readonly first: number; readonly from: number; readonly end: number; readonly cut: boolean }

/** From the first period of the data to the last one of the test; a last period that is not whole is left out. */
export function spanOf(
  { day, monthOnly }: Points,
  period: Int32Array,
  periods: Periods,
  { testFrom, testTo }: Asked,
): Span {
  const first = period.reduce((least, one) => Math.min(least, one))
  const last = period.reduce((most, one) => Math.max(most, one))
  const lastDay = Math.floor(day.reduce((most, one) => Math.max(most, one)))
  const cut = !monthOnly && lastDay < periods.from(last + 1) - 1
  const lastWhole = cut ? last - 1 : last
  const to = testTo === undefined ? lastWhole : periods.at(testTo)
  const from = testFrom === undefined ? Math.max(first + 3, to - 5) : periods.at(testFrom)
  if (to > last) throw new WrongUse(`--test-to lies after the last event, of ${nameOfDay(lastDay)}.`)
  if (from > to) throw new WrongUse('--test-from lies after --test-to, or there are too few periods to test.')
  if (from - first < 1) throw new WrongUse('There is nothing before --test-from to learn from.')
  return { first, from, end: to + 1, cut: cut && to === last }
}
