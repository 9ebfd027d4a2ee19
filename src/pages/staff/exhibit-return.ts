import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isProblem, type RouteContext, seeOther } from '#http'
import { readCaseCode } from '#lib/case-code'
import {
  caseIn,
  ExhibitId,
  lookUp,
  type MatchTables,
  proofNames,
  proofs,
  type ReturnTables,
  returnExhibit,
  whys,
} from '#modules/exhibits/public'
import { type AccessTables, openAccess } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen, imeisOf } from '../exhibit-screen.ts'

/** What names this very phone. */
const documents = proofNames.filter((proof) => proofs[proof].document)

type Tables = ReturnTables & AccessTables

const says = {
  'no-match': 'This code and word do not open this case. Ask the owner to read them out again',
  ended: 'This code has ended, because somebody else has shown that the phone is theirs. Ask for another proof',
  'nobody-known': 'This code was given to somebody who said a number only. Ask for another proof',
  'wait-an-hour': 'There were too many wrong tries with this code. Ask for the receipt or the box instead',
}

/** Gives a handset back to its owner, who shows that it is theirs. */
export default definePage<Tables>()({
  url: '/staff/exhibit/:id/return',
  title: 'Give a phone back',
  template: 'staff/exhibit-return.njk',
  who: { act: 'change', record: 'exhibit' },
  purpose: 'return-property',
  params: z.strictObject({ id: ExhibitId }),
  form: z.object({
    case: z.string(),
    proof: z.enum(proofNames, 'Choose what showed you that it is theirs'),
    code: z.string().max(40, 'A code has 12 letters and digits'),
    word: z.string().trim().max(60, 'Enter their word'),
    person: z.literal('seen', 'Check their photo ID first, then tick this'),
  }),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id, 'change')
    if (isProblem(row)) return row
    const verdict = await lookUp(context.db as unknown as Kysely<MatchTables>, imeisOf(row), id)
    return {
      ...exhibitScreen(row),
      why: verdict.state === 'ambiguous' ? whys[verdict.why] : false,
      fits: caseIn(verdict) !== undefined && caseIn(verdict) === row.case_id,
      proofs: (verdict.state === 'matched' ? proofNames : documents).map((value) => ({
        value,
        text: proofs[value].says,
      })),
    }
  },

  async act({ id, case: theft, proof, code, word }, context) {
    const { execute } = context
    const db = context.db as unknown as Kysely<ReturnTables>
    const wrong = proof === 'code-and-word' && (await wrongCode(context, theft, code, word))
    if (wrong) return { errors: [{ field: 'code', says: says[wrong] }] }
    const refused = await returnExhibit({ db, execute }, { exhibit: id, case: theft, proof })
    return refused ? { errors: [{ field: 'proof', says: refused.detail }] } : seeOther(`/staff/exhibit/${id}/receipt`)
  },
})

/** Code and word are checked against the vault, as on the owner's own page: nobody's word for it counts. */
async function wrongCode(context: RouteContext<Tables>, theft: string, typed: string, word: string) {
  const code = readCaseCode(typed)
  if (!code) return 'no-match' as const
  const { vault, audit, now } = context
  const opened = await openAccess({ db: context.db as unknown as Kysely<AccessTables>, vault, audit, now }, code, word)
  if ('refused' in opened) return opened.refused
  if (opened.case !== theft) return 'no-match' as const
  // Anybody gets a code for a number that they know.
  return opened.known ? undefined : ('nobody-known' as const)
}
