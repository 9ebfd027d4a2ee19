import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { LineTyped } from '#lib/line'
import type { PartyTables } from '#modules/response/public'
import { caseOfLine } from '../case-of-line.ts'
import { showProof } from '../commands/show-proof.ts'
import { isKeptSafe, keptSafe } from '../kept-safe.ts'
import { isTheirs, type NetworkTables } from '../network-of-line.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'
import type { OpenCase } from '../views/open-case.ts'

/** An operator's counter has seen the identity document of a line's holder, whose phone is gone: the case is raised. */
export default defineRoute<NetworkTables & OpenCase & PartyTables>()({
  method: 'POST',
  url: '/api/attestations',
  summary: 'The holder of a line was identified at your counter and says that the phone is gone',
  who: { act: 'change', record: 'line-state' },
  status: 201,
  body: z.strictObject({ line: LineTyped.describe('the number, as written anywhere') }),
  reply: z.object({ case: CaseId }),

  async handle({ line: number }, { db, audit, execute, tenant, vault }) {
    const [kept] = await vault.find('number', number)
    await audit('change', kept ? kept.ref : 'line/unknown')
    const theft = kept && (await caseOfLine(db, kept.ref))
    // Whose line it is not hears what it hears of a number without a report: else any network could ask who was robbed.
    if (!theft || !(await isTheirs(db, { number, line: kept.ref, theft, operator: tenant })))
      return refusal(showProof, 'no-case')
    const parties = await partiesOfCase(db as unknown as Kysely<CasePartyTables>, theft)
    const outcome = await execute(showProof, { case: theft, means: 'operator-counter', by: tenant, parties })
    // Asked once this is shown: what a bare number asked for gives way to it.
    if (await isKeptSafe(db, theft)) return keptSafe({ db, execute }, theft)
    return outcome.ok ? { case: theft } : refusal(showProof, outcome.refused)
  },
})
