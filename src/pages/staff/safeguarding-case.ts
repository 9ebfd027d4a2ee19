import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import {
  type CasePartyTables,
  type EventTables,
  ownerOfCase,
  partiesOfCase,
  setSafeMode,
  settleConflict,
  settlements,
  type TheftCase,
  withdrawReport,
} from '#modules/reports/public'
import { finderMessagesForStaff } from '#modules/safeguards/public'
import { addressOf, eventsOfCase, type Told, told } from '#modules/victims/public'
import { meansWords, settlementWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'
import { shownFinds } from '../shown-finds.ts'
import { shownDetails, wordsOf } from '../told-details.ts'

type Tables = TheftCase & EventTables & CasePartyTables
const domesticAbuse = 'domestic-abuse' as const

const decisions = {
  'goes-on': 'The report goes on: do what the proof allows',
  stays: 'Leave it where it is: nothing more is done',
  end: 'End the case and start the phone again. Nobody is told',
  off: 'Switch safe mode off: nobody close is to be feared',
} as const
const ways = ['goes-on', 'stays', 'end', 'off'] as const

/** One case in safe mode: here alone are its place and contacts read, each look in the audit; a trained person decides. */
export default definePage<Tables>()({
  url: '/staff/safeguarding/:case',
  title: 'A person who may be watched',
  template: 'staff/safeguarding-case.njk',
  who: { act: 'change', record: 'safeguarding' },
  console: true,
  params: z.strictObject({ case: CaseId }),

  async load({ case: theft }, context) {
    const { audit, db, vault } = context
    const row = await rowOf(context, theft)
    if (!row) return problem('not-found')
    await audit('look', `case/${theft}`, row.owner)
    const events = (await eventsOfCase(db, theft)).filter(({ stream }) => stream === `case/${theft}`)
    const said = wordsOf(events, { shows: () => true, showsReport: true })
    const { contacts, unsafe } = told.run(events)
    const refs = [...said, ...contacts, ...unsafe].map(({ ref }) => ref)
    const finders = await finderMessagesForStaff(context as never, theft, true)
    const known = refs.length > 0 ? await vault.reveal('look-at-safe-case', refs) : (new Map() as Known)
    return {
      ...{ row, theft, shownBy: meansWords[row.means] ?? row.means },
      details: shownDetails(said, known),
      contacts: [...contacts.map(writtenIn(known, true)), ...unsafe.map(writtenIn(known, false))].flat(),
      finders: shownFinds(finders),
      ways: ways.map((value) => ({ value, text: decisions[value] })),
      reasons: settlements
        .filter((one) => one !== 'none-given')
        .map((value) => ({ value, text: settlementWords[value] })),
    }
  },

  form: z.object({
    decision: z.enum(ways, 'Choose what happens'),
    reason: z.enum(settlements, 'Choose why'),
  }),

  async act({ case: theft, decision, reason }, context) {
    const row = await rowOf(context, theft)
    if (!row) return problem('not-found')
    await context.audit('change', `case/${theft}`, row.owner)
    const outcome = await decide(context, { case: theft, decision, reason })
    if (outcome.ok) return seeOther('/staff/safeguarding')
    return { errors: [{ field: 'decision', says: 'It is so already, or the case has ended' }] }
  },
})

type Known = Awaited<ReturnType<RouteContext['vault']['reveal']>>

/** A contact as the trained person reads it, and whether it may be written to at all. */
const writtenIn =
  (known: Known, safe: boolean) =>
  ({ ref, confirmed }: Told['contacts'][number]) => {
    const one = known.get(ref)
    const address = one && !one.erased ? addressOf(one.value) : undefined
    return address && address.channel !== 'push' ? [{ to: address.to, confirmed, safe }] : []
  }

type Context = Pick<RouteContext<Tables>, 'db' | 'execute'>
type Decided = {
  readonly case: CaseId
  readonly decision: (typeof ways)[number]
  readonly reason: (typeof settlements)[number]
}

/** Whoever ends a case settles first why it waited: the reason stands with that. */
async function decide({ db, execute }: Context, { case: theft, decision, reason }: Decided) {
  if (decision === 'off') return execute(setSafeMode, { case: theft, on: false, by: 'staff', reason })
  const parties = await partiesOfCase(db as unknown as Kysely<CasePartyTables>, theft)
  const stands = decision === 'goes-on'
  const settled = await execute(settleConflict, { case: theft, conflict: domesticAbuse, stands, reason, parties })
  return decision === 'end'
    ? execute(withdrawReport, { case: theft, why: 'for-safety', means: 'police-handler' })
    : settled
}

async function rowOf({ db }: Pick<Context, 'db'>, theft: CaseId) {
  const owner = await ownerOfCase(db as unknown as Kysely<EventTables & TheftCase>, theft)
  const row = await (db as unknown as Kysely<TheftCase>)
    .selectFrom('theft_case')
    .select(['case_id', 'means', 'level', 'safe_mode', 'conflicts', 'opened_at', 'ended'])
    .where('case_id', '=', theft)
    .executeTakeFirst()
  const theirs = row && (row.safe_mode || row.conflicts.includes(domesticAbuse))
  return owner !== undefined && theirs ? { ...row, owner, waits: row.conflicts.includes(domesticAbuse) } : undefined
}
