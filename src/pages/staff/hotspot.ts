import { z } from 'zod'
import { problem } from '#http'
import {
  hotspotsAsked,
  lastScore,
  nameOfSquare,
  pastLists,
  type ReportedCellTables,
  sources,
  whyHere,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { monthName } from '../screen-text.ts'
import { chanceSays, percent } from './hotspots.ts'

/** Why one square is on the list, in figures that a commander can check. */
export default definePage<ReportedCellTables>()({
  url: '/staff/hotspots/:cell',
  title: 'Why this square',
  template: 'staff/hotspot.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  params: z.object({ cell: z.coerce.number().int().min(0).max(10_000_000) }),
  query: z.object({ of: z.enum(sources).default('published') }),

  async load({ cell, of }, { db, tenant, now }) {
    const { look, spots } = await hotspotsAsked(db, { source: of, tenant, now: now() })
    const spot = spots.find((one) => one.cell === cell)
    if (!spot) return problem('not-found', { detail: 'This square is not on the list any more. Go back to the list.' })
    const past = pastLists(look)
    const why = whyHere(look, spot, { last: lastScore(spots, spot), past })
    return {
      ...{ of, spot, name: nameOfSquare(cell), chance: chanceSays(spot.q), weight: spot.score.toFixed(1) },
      recent: why.recent.map((one) => ({ ...one, expected: one.expected.toFixed(one.expected < 10 ? 1 : 0) })),
      offAfter: Math.ceil(why.offAfterDays),
      past: { ...why.past, right: percent(past.right), months: past.months.length },
      months: why.months.map(({ month, thefts }) => ({ month: monthName(month), thefts })),
      most: Math.max(1, ...why.months.map(({ thefts }) => thefts)),
    }
  },
})
