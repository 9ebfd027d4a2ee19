import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, type RouteContext, refusal } from '#http'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { LineTyped } from '#lib/line'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import type { Parties } from '#modules/response/public'
import { queryable } from '#platform/database'
import { bankSays, bankWord } from '../bank-word.ts'
import { theftCase } from '../case.ts'
import { caseOfLine } from '../case-of-line.ts'
import { findConflict } from '../commands/find-conflict.ts'
import { showProof } from '../commands/show-proof.ts'
import { withdrawReport } from '../commands/withdraw-report.ts'
import { isKeptSafe, keptSafe } from '../kept-safe.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'
import type { OpenCase } from '../views/open-case.ts'

type Context = RouteContext<EnrolmentTable & OpenCase>

/**
 * A customer has signed in to their bank with more than the phone and its PIN, and the bank knows this line as theirs. They say that
 * the phone is gone, which raises the case; or that they have it, which takes the report back. A bank that the owner never named is
 * answered as if no report stood: whoever has its key shall not find out who was robbed.
 */
export default defineRoute<EnrolmentTable & OpenCase>()({
  method: 'POST',
  url: '/api/bank-attestations',
  summary: 'Your customer signed in, by more than the phone’s PIN, and says whether the phone of this line is gone',
  who: { act: 'change', record: 'freeze-order' },
  status: 201,
  body: z.strictObject({
    line: LineTyped.describe('the number, as written anywhere'),
    says: z.enum(bankSays).describe('gone; back with its owner; or never reported by its owner'),
  }),
  reply: z.object({ case: CaseId }),

  async handle({ line, says }, context) {
    const [kept] = await context.vault.find('number', line)
    await context.audit('change', kept ? kept.ref : 'line/unknown')
    const theft = kept && (await caseOfLine(context.db, kept.ref))
    if (!theft) return refusal(showProof, 'no-case')
    const parties = await partiesOfCase(context.db as unknown as Kysely<CasePartyTables>, theft)
    const known = theftCase.run(await readStream(queryable(context.db), `case/${theft}`))
    const enrolled = await enrolmentOf(context.db, kept.ref)
    const isBefore = enrolled && new Date(enrolled.at) <= new Date(known.reportedAt ?? 0)
    const prepared = isBefore ? enrolled.banks : []
    const counts = bankWord(known, { bank: context.tenant, says, prepared })
    if (counts === 'person')
      await context.execute(findConflict, { case: theft, conflict: 'second-claimant' }, 'unknown-bank')
    if (counts !== 'counts') return refusal(showProof, 'no-case')
    return says === 'gone' ? raise(context, theft, parties) : takeBack(context, theft, says)
  },
})

async function raise(context: Context, theft: CaseId, parties: Parties) {
  const { execute, tenant } = context
  const outcome = await execute(showProof, { case: theft, means: 'bank', by: tenant, parties })
  // Asked once this is shown: what a bare number asked for gives way to it.
  if (await isKeptSafe(context.db, theft)) return keptSafe(context, theft)
  return outcome.ok ? { case: theft } : refusal(showProof, outcome.refused)
}

async function takeBack(context: Context, theft: CaseId, why: 'found' | 'not-me') {
  const outcome = await context.execute(withdrawReport, { case: theft, why, means: 'bank' })
  if (!outcome.ok && outcome.refused === 'proof-too-weak') return keptSafe(context, theft)
  return outcome.ok ? { case: theft } : refusal(withdrawReport, outcome.refused)
}
