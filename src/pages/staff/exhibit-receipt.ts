import { z } from 'zod'
import { isProblem, problem } from '#http'
import { ExhibitId, type ExhibitTable } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen } from '../exhibit-screen.ts'

/** The paper that the owner signs and keeps: one page, black on white. It holds no name; the owner writes theirs by hand. */
export default definePage<ExhibitTable>()({
  url: '/staff/exhibit/:id/receipt',
  title: 'Receipt for a returned phone',
  template: 'staff/exhibit-receipt.njk',
  who: { act: 'look', record: 'exhibit' },
  params: z.strictObject({ id: ExhibitId }),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id)
    if (isProblem(row)) return row
    return row.returned_at === null ? problem('not-found') : { ...exhibitScreen(row), force: row.tenant }
  },
})
