import { z } from 'zod'
import { defineRoute } from '#http'
import { doneCsv } from '../dosage/done-csv.ts'
import { type DoneTables, doneOf } from '../dosage/shift-done.ts'
import { visibleShifts } from '../plan/read-shift.ts'

const shownMs = 28 * 24 * 3_600_000

/** The squares of all shifts that began in the last 28 days. */
export default defineRoute<DoneTables>()({
  method: 'GET',
  url: '/staff/dosage.csv',
  who: { act: 'look', record: 'patrol' },
  summary: 'Planned and achieved minutes of the last 28 days by shift and square, as CSV: visible patrols only',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(_, { db, tenant, now }) {
    const begun = await visibleShifts(db, tenant, { since: new Date(now().getTime() - shownMs), until: now() })
    return doneCsv(
      await doneOf(
        db,
        begun.map(({ plan, body }) => ({ ...body, plan })),
      ),
    )
  },
})
