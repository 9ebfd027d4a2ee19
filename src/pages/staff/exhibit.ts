import { z } from 'zod'
import { isProblem } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import { type RestrictionTables, restrictionsOf } from '#modules/blocklist/public'
import {
  caseIn,
  continuityOf,
  ExhibitId,
  lookUp,
  type MatchTables,
  type StreamTables,
  sayNetworks,
  whys,
} from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen, imeisOf } from '../exhibit-screen.ts'

/** One exhibit: where it is, who held it, and whose it is as far as we know. */
export default definePage<MatchTables & StreamTables & RestrictionTables>()({
  url: '/staff/exhibit/:id',
  title: 'Exhibit',
  template: 'staff/exhibit.njk',
  who: { act: 'look', record: 'exhibit' },
  console: true,
  params: z.strictObject({ id: ExhibitId }),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id)
    if (isProblem(row)) return row
    const verdict = await lookUp(context.db, imeisOf(row), id)
    const networks = await restrictionsOf(context.db as never, row.imei_keys, context.now())
    const may = (purpose?: typeof context.purpose) =>
      judge(matrix, context.caller, { act: 'change', record: 'exhibit' }, purpose).may
    return {
      ...exhibitScreen(row),
      title: `Exhibit ${row.label ?? ''}`.trim(),
      links: await continuityOf(context.db, id),
      why: verdict.state === 'ambiguous' ? whys[verdict.why] : false,
      networks: sayNetworks(networks) || 'They let it in, unless a report here stops it.',
      stuck: verdict.state === 'ambiguous' && caseIn(verdict) === undefined,
      found: caseIn(verdict) !== undefined && caseIn(verdict) !== row.case_id,
      ...{ mayMove: may(context.purpose), mayReturn: may('return-property'), state: verdict.state },
    }
  },
})
