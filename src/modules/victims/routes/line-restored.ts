import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { readLine } from '#lib/line'
import { isTheirs, type NetworkTables, type OpenCase } from '#modules/reports/public'
import type { PartyTables } from '#modules/response/public'
import { restoreLine } from '../commands/restore-line.ts'

type Tables = OpenCase & NetworkTables & PartyTables

/**
 * The operator of a stolen number says that it replaced the SIM, in person and with identity. Only then may its owner be
 * written to on it. The answer is the same whether there is a case or not, and for a line of another operator.
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/lines/restored',
  summary: 'Say that a line has a new SIM, given to its holder in person',
  who: { act: 'change', record: 'line-state' },
  status: 202,
  body: z.strictObject({
    line: z
      .string()
      .max(60)
      .transform((typed, context) => {
        const line = readLine(typed)
        if (line) return line
        context.addIssue({ code: 'custom', message: 'is no mobile number; send E.164, like +447700900123' })
        return z.NEVER
      }),
  }),
  reply: z.object({ taken: z.boolean() }),

  async handle({ line }, { db, audit, execute, tenant, vault }) {
    const [known] = await vault.find('number', line)
    const open =
      known && (await db.selectFrom('open_case').select('case_id').where('subject', '=', known.ref).executeTakeFirst())
    await audit('change', open ? `case/${open.case_id}` : 'line')
    if (!open || !known) return { taken: true }
    const claim = { number: line, line: known.ref, theft: open.case_id, operator: tenant }
    if (!(await isTheirs(db, claim))) return { taken: true }
    const outcome = await execute(restoreLine, { case: CaseId.parse(open.case_id), by: tenant })
    if (!outcome.ok && outcome.refused !== 'line-restored-already') return refusal(restoreLine, outcome.refused)
    return { taken: true }
  },
})
