import { z } from 'zod'
import {
  demandSource,
  heaviestBorough,
  hotspotsAsked,
  madeByOf,
  planSeedOf,
  type ReportedCellTables,
  shiftSheet,
  sources,
  writeDownLook,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { madeBySays, percent, simulatedSays } from '../hotspot-words.ts'
import { hourInLondon, shownDay, shownMinute } from '../shift-clock.ts'
import { nameWithout } from '../shift-shown.ts'
import { BoroughAsked } from './hotspots.ts'

/** The sheet of one shift: printed on one page, read in a minute. */
export default definePage<ReportedCellTables>()({
  url: '/staff/hotspots/sheet',
  title: 'Sheet for a shift',
  template: 'staff/hotspot-sheet.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: z.object({
    of: z.enum(sources).default('published'),
    borough: BoroughAsked,
    units: z.coerce.number().int().min(1).max(12).catch(3),
    hours: z.coerce.number().int().min(1).max(12).catch(4),
    starts: z.coerce.number().int().min(0).max(23).catch(14),
  }),

  async load({ of, borough, units, hours, starts }, context) {
    const now = context.now()
    const { look, spots } = await hotspotsAsked(context.db, { ...demandSource(of, context), now })
    const where = borough ?? heaviestBorough(spots)
    await writeDownLook(context, look, where)
    const begins = hourInLondon(now, starts)
    const ends = new Date(begins.getTime() + hours * 3_600_000)
    // From what is asked, so that whoever prints it again gets the same sheet; keyed, so that nobody else can work it out.
    const asked = { of, borough: where, begins, hours, units }
    const seed = planSeedOf(context.vault, { sheet: true, tenant: context.tenant, ...asked })
    const sheet = where ? await shiftSheet(look, where, { units, hours, starts: begins, seed }) : undefined
    return {
      ...{
        of,
        borough: where,
        units,
        hours,
        starts,
        boroughs: [...look.london.boroughs].sort(),
        day: shownDay(begins),
      },
      from: shownMinute(begins),
      until: shownMinute(ends),
      ...(sheet && {
        ...{ expected: sheet.expected.toFixed(1), share: percent(sheet.share), byLot: percent(sheet.byLot) },
        ...{ byHour: sheet.byHour, madeBy: madeBySays(madeByOf(look), of), simulated: look.simulated && simulatedSays },
        tours: sheet.tours.map(({ unit, near, stops }) => ({
          ...{ unit, near: nameWithout(where ?? '', near), free: freeFrom(stops, ends) },
          stops: stops.map(({ from, to, lot, near: at }) => ({
            ...{ from: shownMinute(from), to: shownMinute(to), lot, near: nameWithout(where ?? '', at) },
          })),
        })),
      }),
    }
  },
})

/** From when a unit has no stop any more, where that is long before the shift's end: else the paper looks cut off. */
function freeFrom(stops: readonly { readonly to: Date }[], ends: Date): string | undefined {
  const left = stops.at(-1)?.to
  return left && ends.getTime() - left.getTime() > 20 * 60_000 ? shownMinute(left) : undefined
}
