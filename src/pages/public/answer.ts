import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readCaseCode } from '#lib/case-code'
import { type ClaimQueueTables, claimsOf, type EventTables, ownerOfCase } from '#modules/reports/public'
import { type UnitTables, unitOf } from '#modules/victims/public'
import { buyerWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

type Tables = ClaimQueueTables & EventTables & UnitTables

/** For who bought a phone in good faith: what became of what they told us. The code opens that and nothing else. */
export default definePage<Tables>()({
  url: '/answer',
  title: 'What became of what you told us',
  template: 'public/answer.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'good-faith') // the form shows no record
    return { answers: false }
  },

  form: z.object({
    code: z.string().trim().min(1, 'Type the code that you were shown').max(40, 'A code has 12 signs'),
  }),

  async act({ code }, context) {
    const answers = await answersTo(context, code)
    if (answers.length > 0) return { answers }
    return { errors: [{ field: 'code', says: 'We do not know this code. Compare each sign' }] }
  },
})

async function answersTo({ audit, db, vault }: RouteContext<Tables>, typed: string) {
  const code = readCaseCode(typed)
  const refs = code ? (await vault.find('document', code)).map(({ ref }) => `${ref}`) : []
  const rows = refs.length > 0 ? await claimsOf(db as unknown as Kysely<ClaimQueueTables>, refs) : []
  await audit('look', rows[0] ? rows[0].claim : 'good-faith')
  return Promise.all(
    rows.map(async ({ case_id, made_at, due, outcome, answered_at }) => {
      const owner = await ownerOfCase(db as unknown as Kysely<EventTables & ClaimQueueTables>, case_id)
      const unit = await unitOf(db as unknown as Kysely<UnitTables>, owner)
      return { made_at, due, unit, answered_at, says: outcome ? buyerWords[outcome] : false }
    }),
  )
}
