import { demandSource, type ReportedCellTables, SquaresAsked } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { squareShown } from '../square-shown.ts'
import { SquareOfList } from './hotspot.ts'

/** The same of exact reports: how many, in which months and hours. In a quiet square that is one victim, so each look is written down. */
export default definePage<ReportedCellTables>()({
  url: '/staff/hotspots/:cell/reports',
  title: 'Why this square',
  template: 'staff/square-reports.njk',
  who: { act: 'look', record: 'square-reports' },
  console: true,
  params: SquareOfList,
  query: SquaresAsked.pick({ until: true, method: true }),

  async load({ cell, until, method }, context) {
    const { db, now, audit } = context
    await audit('look', ['square', cell, ...(method ? [method] : [])].join('/'))
    return squareShown(db, cell, { ...demandSource('reports', context), now: now(), until, method })
  },
})
