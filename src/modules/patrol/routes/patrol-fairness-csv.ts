import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import { isDemo, lastTwelveMonths } from '#modules/statistics/public'
import { type FairnessTables, fairnessIn } from '../fairness/fairness-of.ts'
import type { PublicShare } from '../fairness/public-fairness.ts'

const columns = [
  'source',
  'from',
  'to',
  'by',
  'name',
  'patrol_hours',
  'share_of_patrol',
  'reports',
  'share_of_reports',
  'ratio',
]

/** Visible patrol beside victims' reports (B58). Every row of a demo says `simulated`. */
export default defineRoute<FairnessTables>()({
  method: 'GET',
  url: '/figures/patrols/areas.csv',
  who: 'anyone',
  summary:
    'Share of visible patrol beside share of reports by borough and decile of deprivation as CSV; empty is too few to publish',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(_, { db }) {
    const real = { source: 'published', ...(await lastTwelveMonths(db)) }
    const pretend = { source: 'simulated', ...(await lastTwelveMonths(db, { withThis: true })) }
    const rows: Record<string, string | number | null>[] = []
    for (const { source, from, to } of (await isDemo(db)) ? [real, pretend] : [real]) {
      const { boroughs, deciles } = await fairnessIn(db, { demo: source === 'simulated', from, to })
      const row = (by: string) => (one: PublicShare) => ({
        ...{ source, from, to, by, name: one.name, patrol_hours: one.hours, share_of_patrol: one.shareOfPatrol },
        ...{ reports: one.reports, share_of_reports: one.shareOfReports, ratio: one.ratio },
      })
      rows.push(...boroughs.map(row('borough')), ...deciles.map(row('decile')))
    }
    return csvOf(columns, rows)
  },
})
