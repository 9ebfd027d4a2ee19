import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { doneCsv } from '../dosage/done-csv.ts'
import { type DoneTables, doneOf } from '../dosage/shift-done.ts'
import { visibleShift } from '../plan/read-shift.ts'

/** One shift's squares: planned minutes beside those that visible patrols walked. */
export default defineRoute<DoneTables>()({
  method: 'GET',
  url: '/staff/shift/:plan/done.csv',
  who: { act: 'look', record: 'patrol' },
  summary: 'Planned and achieved minutes of a shift by square, as CSV: visible patrols only',
  params: z.object({ plan: z.uuid() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ plan }, { db, tenant }) {
    const shift = await visibleShift(db, tenant, plan)
    return shift ? doneCsv(await doneOf(db, [shift])) : problem('not-found')
  },
})
