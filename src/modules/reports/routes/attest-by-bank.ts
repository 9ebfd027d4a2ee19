import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, type RouteContext, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { LineTyped } from '#lib/line'
import { caseOfLine } from '../case-of-line.ts'
import { showProof } from '../commands/show-proof.ts'
import { withdrawReport } from '../commands/withdraw-report.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'
import type { OpenCase } from '../views/open-case.ts'

type Context = RouteContext<OpenCase>

/**
 * A customer has signed in to their bank with more than the phone and its PIN, and the bank knows this line as theirs. They say that
 * the phone is gone, which raises the case; or that they have it, which takes the report back.
 */
export default defineRoute<OpenCase>()({
  method: 'POST',
  url: '/api/bank-attestations',
  summary: 'Your customer signed in, by more than the phone’s PIN, and says whether the phone of this line is gone',
  who: { act: 'change', record: 'freeze-order' },
  status: 201,
  body: z.strictObject({
    line: LineTyped.describe('the number, as written anywhere'),
    says: z.enum(['gone', 'found', 'not-me']).describe('gone; back with its owner; or never reported by its owner'),
  }),
  reply: z.object({ case: CaseId }),

  async handle({ line, says }, context) {
    const [kept] = await context.vault.find('number', line)
    await context.audit('change', kept ? kept.ref : 'line/unknown')
    const theft = kept && (await caseOfLine(context.db, kept.ref))
    if (!theft) return refusal(showProof, 'no-case')
    return says === 'gone' ? raise(context, theft) : takeBack(context, theft, says)
  },
})

async function raise({ db, execute, tenant }: Context, theft: CaseId) {
  const parties = await partiesOfCase(db as unknown as Kysely<CasePartyTables>, theft)
  const outcome = await execute(showProof, { case: theft, means: 'bank', by: tenant, parties })
  return outcome.ok ? { case: theft } : refusal(showProof, outcome.refused)
}

async function takeBack({ execute }: Context, theft: CaseId, why: 'found' | 'not-me') {
  const outcome = await execute(withdrawReport, { case: theft, why, means: 'bank' })
  return outcome.ok ? { case: theft } : refusal(withdrawReport, outcome.refused)
}
