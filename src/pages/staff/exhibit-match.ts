import { z } from 'zod'
import { isProblem, seeOther } from '#http'
import { caseIn, ExhibitId, lookUp, type MatchTables, matchExhibit } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen, imeisOf } from '../exhibit-screen.ts'

/**
 * Looks again whose an exhibit is: the one report that fits now becomes its case. Which one is never typed by anybody. Where only
 * the owner typed this number, pressing the button says that a person has looked; it goes back for a document only.
 */
export default definePage<MatchTables>()({
  url: '/staff/exhibit/:id/match',
  title: 'Look again whose it is',
  template: 'staff/exhibit-match.njk',
  who: { act: 'change', record: 'exhibit' },
  params: z.strictObject({ id: ExhibitId }),
  form: z.object({}),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id, 'change')
    return isProblem(row) ? row : { ...exhibitScreen(row), none: false }
  },

  async act({ id }, context) {
    const row = await exhibitFor(context as never, id, 'change')
    if (isProblem(row)) return row
    const theft = caseIn(await lookUp(context.db, imeisOf(row), id))
    if (theft === undefined) return { none: true }
    await context.execute(matchExhibit, { exhibit: id, case: theft, by: 'looked-again' })
    return seeOther(`/staff/exhibit/${id}`)
  },
})
