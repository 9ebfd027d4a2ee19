import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import type { BeforeAndAfter, NotYet } from '../places/before-after.ts'
import { type WorksTables, worksOf } from '../places/works-of.ts'

/** What was changed, and whether it helped (B69). */
export default defineRoute<ReportedCellTables & WorksTables>()({
  method: 'GET',
  url: '/staff/places/works.csv',
  who: { act: 'look', record: 'hotspot' },
  summary: 'What was changed at places as CSV, with thefts before and after beside squares where nothing was done',
  query: PlacesAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const look = await placesLook(asked, context)
    const works = await worksOf(context.db, { look, tenant: context.tenant, borough: asked.borough })
    const rows = works.map(({ outcome, doneOn, ...row }) => ({
      ...{ near: row.near, borough: row.borough, kind: row.kind, done_on: doneOn, squares: row.squares },
      ...outcomeOf(outcome),
    }))
    const columns = ['near', 'borough', 'kind', 'done_on', 'squares', 'months', 'before', 'after'] as const
    const judged = ['controls', 'controls_before', 'controls_after', 'ratio', 'low', 'high', 'p', 'verdict'] as const
    return csvOf([...columns, ...judged], rows)
  },
})

function outcomeOf(outcome: BeforeAndAfter | NotYet) {
  if (typeof outcome === 'string') return { verdict: outcome }
  const { months, before, after, controls, effect } = outcome
  return {
    ...{ months, before, after, controls: controls.squares },
    ...{ controls_before: controls.before, controls_after: controls.after, ratio: effect.ratio.toFixed(3) },
    ...{ low: effect.ratioInterval[0].toFixed(3), high: effect.ratioInterval[1].toFixed(3), p: effect.p.toFixed(4) },
    verdict: effect.verdict,
  }
}
