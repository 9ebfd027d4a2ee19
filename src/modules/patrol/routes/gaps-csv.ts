import { z } from 'zod'
import { defineRoute } from '#http'
import { type LatePartnerTables, latePartners } from '#modules/statistics/public'
import { demandSource } from '../cells/whose-look.ts'
import { gapsCsv } from '../dosage/gaps-csv.ts'
import { type GapTables, gapsUntil } from '../dosage/gaps-seen.ts'

/** The gaps of `/staff/dosage`, all of them. */
export default defineRoute<GapTables & LatePartnerTables>()({
  method: 'GET',
  url: '/staff/gaps.csv',
  who: { act: 'look', record: 'patrol' },
  summary: 'Where and when hardly any patrol was, and partners that are late or silent, with what was before, as CSV',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(_, context) {
    const { db, tenant, now } = context
    const [patrols, partners] = await Promise.all([
      gapsUntil(db, demandSource('reports', context), now()),
      latePartners(db, { tenant, now: now() }),
    ])
    return gapsCsv(patrols, partners)
  },
})
