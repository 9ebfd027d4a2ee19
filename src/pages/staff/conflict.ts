import { z } from 'zod'
import { problem, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { readLine } from '#lib/line'
import { conflicts } from '#lib/proof'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import {
  buyersClaims,
  conflictOf,
  type NetworkTables,
  networkOfLine,
  ownOf,
  type QueueTables,
  settleConflict,
  settledByItself,
  settlements,
} from '#modules/reports/public'
import { type PartyTables, partiesOf } from '#modules/response/public'
import type { VaultRef } from '#platform/vault-ref'
import { conflictWords, meansWords, settlementWords, signWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

type Tables = QueueTables & PartyTables & EnrolmentTable & NetworkTables

/** One doubt about one report: what is known, and a person's decision with its reason. It can be decided again. */
export default definePage<Tables>()({
  url: '/staff/conflicts/:case/:conflict',
  title: 'Decide about a doubt',
  template: 'staff/conflict.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ case: CaseId, conflict: z.enum(conflicts) }),

  async load({ case: theft, conflict }, { audit, db, now, reach, tenant, vault }) {
    if (conflict === 'domestic-abuse') {
      await audit('look', `case/${theft}`)
      return seeOther(`/staff/safeguarding/${theft}`) // a trained person decides
    }
    const row = await conflictOf(db, reach === 'all' ? undefined : tenant, { case: theft, conflict }, now())
    if (!row) return problem('not-found')
    await audit('look', `case/${theft}`, row.force ?? row.tenant)
    const refs = (conflict === 'recent-sale' ? await buyersClaims(db, theft) : []) as VaultRef[]
    const said = refs.length > 0 ? [...(await vault.reveal('look', refs)).values()] : []
    return {
      row,
      words: conflictWords[conflict],
      signs: row.signs.map((sign) => signWords[sign] ?? sign),
      shownBy: meansWords[row.means] ?? row.means,
      because: row.reason ? settlementWords[row.reason] : '',
      buyers: said.flatMap((one) => ('value' in one ? [one.value as Record<string, string>] : [])),
      reasons: settlements
        .filter((one) => !settledByItself.includes(one))
        .map((value) => ({ value, text: settlementWords[value] })),
    }
  },

  form: z.object({
    stands: z.enum(['yes', 'no'], 'Choose whether the report goes on'),
    reason: z.enum(settlements, 'Choose why'),
  }),

  async act({ case: theft, conflict, stands, reason }, context) {
    const { audit, db, execute, vault } = context
    const row = await db.selectFrom('theft_case').selectAll().where('case_id', '=', theft).executeTakeFirst()
    if (!row) return problem('not-found')
    await audit('change', `case/${theft}`, row.force ?? row.tenant)
    const line = row.line as VaultRef | null
    const known = line && (await vault.reveal('change', [line])).get(line)
    const number = known && 'value' in known ? readLine(String(known.value)) : undefined
    const enrolled = line ? await enrolmentOf(db, line) : undefined
    const network = line ? await networkOfLine(db, line) : undefined
    const all = await partiesOf(db, number, ownOf(enrolled, network))
    const parties = { ...all, forces: all.forces.filter((one) => one === row.force) }
    const outcome = await execute(settleConflict, { case: theft, conflict, stands: stands === 'yes', reason, parties })
    return outcome.ok
      ? seeOther('/staff/conflicts')
      : { errors: [{ field: 'stands', says: 'Somebody has settled this already, or the case has ended' }] }
  },
})
