import { z } from 'zod'
import { defineRoute } from '#http'
import { CalendarRow, calendarRows } from '../calendar/calendar-rows.ts'

/** The same as JSON. */
export default defineRoute()({
  method: 'GET',
  url: '/staff/calendar/periods.json',
  who: { act: 'look', record: 'hotspot' },
  summary: 'The high-risk calendar as JSON: each period with what is foretold for its month, from counts by month',
  reply: z.object({ periods: z.array(CalendarRow) }),
  handle: (_, { now }) => ({ periods: calendarRows(now()) }),
})
