import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { answerBuyer, type ClaimQueueTables, claimsOf, withdrawReport } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { buyerWords, meansWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

const choices = ['freed', 'stays', 'returned'] as const

/** One buyer: what they say beside what the reporter has shown, and the answer that they are written. It can be changed. */
export default definePage<ClaimQueueTables>()({
  url: '/staff/buyers/:claim',
  title: 'Answer a buyer',
  template: 'staff/buyer.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ claim: VaultRef }),

  async load({ claim }, context) {
    const row = await rowOf(context, claim)
    if (!row) return problem('not-found')
    await context.audit('look', `case/${row.case_id}`, row.force ?? row.tenant)
    const kept = (await context.vault.reveal('look', [claim])).get(claim)
    return {
      row,
      buyer: kept && 'value' in kept ? kept.value : false,
      shownBy: meansWords[row.means] ?? row.means,
      answered: row.outcome ? buyerWords[row.outcome] : false,
      choices: choices.map((value) => ({ value, text: buyerWords[value] })),
    }
  },

  form: z.object({
    outcome: z.enum(choices, 'Choose the answer'),
    checked: z.literal('yes', 'Hear both sides first, then tick this'),
  }),

  async act({ claim, outcome }, context) {
    const row = await rowOf(context, claim)
    if (!row) return problem('not-found')
    const { audit, execute } = context
    await audit('change', `case/${row.case_id}`, row.force ?? row.tenant)
    const theft = CaseId.parse(row.case_id)
    // Who is to keep the phone gets a phone that works: the report is taken back first.
    if (outcome === 'freed' && row.ended === null) {
      const why = 'bought-in-good-faith' as const
      const freed = await execute(withdrawReport, { case: theft, why, means: 'police-handler' })
      if (!freed.ok && freed.refused !== 'case-ended')
        return { errors: [{ field: 'outcome', says: 'We are busy. Press the button once more' }] }
    }
    const told = await execute(answerBuyer, { case: theft, claim, outcome }, 'answer')
    if (told.ok || told.refused === 'buyer-answered') return seeOther('/staff/buyers')
    return { errors: [{ field: 'outcome', says: 'We are busy. Press the button once more' }] }
  },
})

const rowOf = async ({ db }: Pick<RouteContext<ClaimQueueTables>, 'db'>, claim: VaultRef) =>
  (await claimsOf(db as unknown as Kysely<ClaimQueueTables>, [claim]))[0]
