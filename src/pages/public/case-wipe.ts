import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type RouteContext, refusal, seeOther } from '#http'
import {
  askWipe,
  type CasePartyTables,
  partiesOfCase,
  stopWipe,
  type TheftCase,
  theftCase,
} from '#modules/reports/public'
import { openStops, type StopTables } from '#modules/response/public'
import { accesses, backupsTold, eventsOfCase, isKnown } from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

type Tables = CasePartyTables & TheftCase
type Context = RouteContext<Tables>

/**
 * The owner's choice to erase the phone: only with strong proof, by a code whose holder somebody knows, after the maker has
 * said when the last backup was made, and with a day to think again (B67, B76).
 */
export default definePage<Tables>()({
  url: '/case/wipe',
  title: 'Erase what is on the phone',
  template: 'public/case-wipe.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    return standOf(context, held)
  },
  form: z.object({
    do: z.enum(['erase', 'stop'], 'Press one of the buttons on this page'),
    seen: z.string().max(40).default(''),
    sure: z.string().default(''),
  }),

  async act({ do: what, seen, sure }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const { case: theft } = held
    if (what === 'stop') {
      const stops = await openStops(context.db as unknown as Kysely<StopTables>, theft, context.now())
      const outcome = await context.execute(stopWipe, { case: theft, stops }, 'stop-wipe')
      return outcome.ok ? seeOther('/case/wipe') : refusal(stopWipe, outcome.refused)
    }
    const { may, backup, makers } = await standOf(context, held)
    if (!may || !backup) return { errors: [{ field: 'sure', says: 'It cannot be erased yet. Read why on this page' }] }
    if (seen !== (backup.at || 'none'))
      return { errors: [{ field: 'sure', says: 'The last backup is another one now. Look at it and choose again' }] }
    if (sure !== 'yes')
      return { errors: [{ field: 'sure', says: 'Tick that you know what is lost, or go back to your case' }] }
    const parties = { ...(await partiesOfCase(context.db as never, theft)), makers }
    const asked = { case: theft, backup: backup.at ? ('seen' as const) : ('none' as const), parties }
    const outcome = await context.execute(askWipe, asked, 'ask-wipe')
    return outcome.ok ? seeOther('/case/wipe') : refusal(askWipe, outcome.refused)
  },
})

type Held = { readonly case: string; readonly access: string }

/** What this person may do now, and what they must see first. */
async function standOf(context: Context, { case: theft, access }: Held) {
  const events = await eventsOfCase(context.db, theft)
  const own = events.filter(({ stream }) => stream === `case/${theft}`)
  const { standing, mayWipe } = theftCase.run(own)
  const known = isKnown(accesses.run(own), access)
  const told = backupsTold(events)
  const backup = await backupOf(context, told.at(-1)?.answer)
  const order = await orderOf(context, theft)
  return {
    // An order that was only taken back, or is done, is told from one that waits by what the record says.
    asked: mayWipe && order,
    ...{ known, proved: (standing?.level ?? 0) >= 3, backup, makers: told.map(({ maker }) => maker) },
    may: known && (standing?.level ?? 0) >= 3 && !mayWipe,
  }
}

async function backupOf({ vault }: Context, answer: VaultRef | undefined): Promise<{ at: string } | false> {
  if (answer === undefined) return false
  const kept = (await vault.reveal('look-at-backup', [answer])).get(answer)
  if (!kept || kept.erased) return false
  const { lastBackup } = z.object({ lastBackup: z.string().nullable() }).parse(kept.value)
  return { at: lastBackup ?? '' }
}

/** The latest order to erase, as its maker stands to it. */
async function orderOf({ db }: Context, theft: string) {
  const row = await (db as unknown as Kysely<OrderTable>)
    .selectFrom('action')
    .select(['state', 'due', 'attempts', 'answered_at'])
    .where('stream', '=', `case/${theft}`)
    .where('kind', '=', 'wipe-handset')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return { is: 'waits' as const, at: '' }
  if (row.state === 'acknowledged') return { is: 'erased' as const, at: String(row.answered_at ?? '') }
  if (row.state !== 'owed') return { is: 'failed' as const, at: '' }
  return row.attempts > 0
    ? { is: 'sent' as const, at: '' }
    : { is: 'waits' as const, at: new Date(row.due).toISOString() }
}

type OrderTable = {
  action: {
    stream: string
    kind: string
    state: string
    due: string
    attempts: number
    answered_at: string | null
    position: string
  }
}
