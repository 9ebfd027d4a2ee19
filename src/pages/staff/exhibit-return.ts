import { z } from 'zod'
import { isProblem, seeOther } from '#http'
import { ExhibitId, lookUp, type MatchTables, proofNames, proofs, returnExhibit, whys } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen, imeisOf } from '../exhibit-screen.ts'

/** Gives a handset back to its owner, who shows that it is theirs. */
export default definePage<MatchTables>()({
  url: '/staff/exhibit/:id/return',
  title: 'Give a phone back',
  template: 'staff/exhibit-return.njk',
  who: { act: 'change', record: 'exhibit' },
  purpose: 'return-property',
  params: z.strictObject({ id: ExhibitId }),
  form: z.object({
    case: z.string(),
    proof: z.enum(proofNames, 'Choose what showed you that it is theirs'),
    person: z.literal('seen', 'Check their identity card first, then tick this'),
  }),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id, 'change')
    if (isProblem(row)) return row
    const verdict = await lookUp(context.db, imeisOf(row), id)
    return {
      ...exhibitScreen(row),
      why: verdict.state === 'ambiguous' ? whys[verdict.why] : false,
      fits: verdict.state === 'matched' && verdict.case === row.case_id,
      proofs: proofNames.map((value) => ({ value, text: proofs[value].says })),
    }
  },

  async act({ id, case: theft, proof }, { db, execute }) {
    const refused = await returnExhibit({ db, execute }, { exhibit: id, case: theft, proof })
    return refused ? { errors: [{ field: 'proof', says: refused.detail }] } : seeOther(`/staff/exhibit/${id}/receipt`)
  },
})
