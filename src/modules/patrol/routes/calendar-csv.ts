import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import { CalendarRow, calendarRows } from '../calendar/calendar-rows.ts'

/** The calendar of the year from today as CSV. */
export default defineRoute()({
  method: 'GET',
  url: '/staff/calendar/periods.csv',
  who: { act: 'look', record: 'hotspot' },
  summary: 'The high-risk calendar as CSV: each period with what is foretold for its month, from counts by month',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  handle(_, { now }) {
    const rows = calendarRows(now())
    return csvOf(Object.keys(CalendarRow.shape), rows)
  },
})
