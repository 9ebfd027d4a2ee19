import { z } from 'zod'
import { nameOfDay, nameOfMonth } from '#lib/cells/moment'
import { eventAt } from '../cells/reported-cells.ts'
import { type HighRisk, highRiskFrom } from './high-risk.ts'

const Whole = z.number().nullable()

/** One period as files and the command line give it. */
export const CalendarRow = z.object({
  period: z.string(),
  from: z.string(),
  to: z.string(),
  guessed: z.boolean().describe('the dates are those of past years'),
  area: z.string().describe('a borough, or London'),
  month: z.string().describe('the month that holds most of it, which is what is foretold'),
  lead_months: Whole.describe('how long after the last month that was counted'),
  expected: Whole,
  low: Whole.describe('in eight of ten past cases with this lead, what came lay from here to high'),
  high: Whole,
  past_cases: z.number(),
  even_share: Whole.describe('of the month, the part of these days if all days were alike'),
  month_factor: z.number(),
  factor_low: z.number(),
  factor_high: z.number().nullable(),
  factor_years: z.number(),
  dark_from: z.string().describe('when it is dark on the first day, by London’s clock'),
  before: z.string().describe('thefts in the same month of the last years that are known'),
})
export type CalendarRow = z.output<typeof CalendarRow>

/** The year from a time on. */
export const calendarRows = (now: Date): CalendarRow[] =>
  highRiskFrom(Math.floor(eventAt(now.toISOString()).day)).map(rowOf)

function rowOf({ name, from, to, borough, guessed, month, forecast, factor, dark, ...period }: HighRisk): CalendarRow {
  return {
    ...{ period: name, from: nameOfDay(from), to: nameOfDay(to), guessed: guessed ?? false },
    ...{ area: borough ?? 'London', month: nameOfMonth(month), lead_months: forecast?.lead ?? null },
    ...{ expected: whole(forecast?.expected), low: whole(forecast?.low), high: whole(forecast?.high) },
    ...{ past_cases: forecast?.cases ?? 0, even_share: whole(period.evenShare) },
    ...{ month_factor: fixed(factor.factor), factor_low: fixed(factor.low) },
    ...{ factor_high: Number.isFinite(factor.high) ? fixed(factor.high) : null, factor_years: factor.years },
    dark_from: clockOf(dark),
    before: period.before.map((one) => `${one.month}: ${one.thefts}`).join('; '),
  }
}

const whole = (value: number | undefined) => (value === undefined ? null : Math.round(value))
const fixed = (value: number) => Number(value.toFixed(3))

/** `16:40`, or nothing on a day that does not get dark before midnight. */
export function clockOf(hour: number | undefined): string {
  if (hour === undefined) return ''
  const minutes = Math.round(hour * 60)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
