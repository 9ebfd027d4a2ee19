import { z } from 'zod'
import { problem } from '#http'
import {
  demandSource,
  hotspotsAsked,
  lastScore,
  nameOfSquare,
  nextMonth,
  pastLists,
  type ReportedCellTables,
  SquaresAsked,
  weekDial,
  whyHere,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { cameSays, methodSays, nextSays, simulatedSays } from '../hotspot-words.ts'
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
  query: SquaresAsked,

  async load({ cell, of, until }, { db, reach, tenant, now }) {
    demandSource(of, { reach })
    const { look, spots, came: known } = await hotspotsAsked(db, { source: of, tenant, now: now(), until })
    const spot = spots.find((one) => one.cell === cell)
    if (!spot) return problem('not-found', { detail: 'This square is not on the list any more. Go back to the list.' })
    const [past, next, came] = [pastLists(look), nextMonth(look), await known()]
    const why = whyHere(look, spot, { last: lastScore(spots, spot), past })
    return {
      ...{ method: methodSays(look), came: cameSays(came?.(cell)), at: look.at, isNow: look.at === look.moments[0] },
      ...(next ? { next: nextSays(next), expectedNext: next.expectedIn(spot.score).toFixed(1) } : { next: false }),
      ...{ dial: (why.week && weekDial(why.week)) ?? false, simulated: look.simulated && simulatedSays },
      ...{ of, spot, name: nameOfSquare(cell), chance: chanceSays(spot.q), weight: spot.score.toFixed(1) },
      recent: why.recent.map((one) => ({ ...one, expected: one.expected.toFixed(one.expected < 10 ? 1 : 0) })),
      offAfter: Math.ceil(why.offAfterDays),
      past: { ...why.past, right: percent(past.right), months: past.months.length },
      months: why.months.map(({ month, thefts }) => ({ month: monthName(month), thefts })),
      most: Math.max(1, ...why.months.map(({ thefts }) => thefts)),
    }
  },
})
