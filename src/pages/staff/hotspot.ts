import { z } from 'zod'
import { seeOther } from '#http'
import { demandSource, type ReportedCellTables, SquaresAsked } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { squareShown } from '../square-shown.ts'

export const SquareOfList = z.object({ cell: z.coerce.number().int().min(0).max(10_000_000) })

/** Why one square is on the list, from published thefts. Exact reports have a page of their own, where each look is written down. */
export default definePage<ReportedCellTables>()({
  url: '/staff/hotspots/:cell',
  title: 'Why this square',
  template: 'staff/hotspot.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  params: SquareOfList,
  query: SquaresAsked,

  load({ cell, of, until, method }, context) {
    const sight = demandSource(of, context)
    const asked = new URLSearchParams({ ...(until && { until }), ...(method && { method }) })
    if (of === 'reports') return seeOther(`/staff/hotspots/${cell}/reports${asked.size > 0 ? `?${asked}` : ''}`)
    return squareShown(context.db, cell, { ...sight, now: context.now(), until })
  },
})
