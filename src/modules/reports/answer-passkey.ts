import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { queryable } from '#platform/database'
import { isGuarded, theftCase } from './case.ts'
import { findConflict } from './commands/find-conflict.ts'
import { withdrawReport } from './commands/withdraw-report.ts'
import { type TakeBackTables, type TakenBack, takeBack } from './take-back.ts'

type Context = { readonly db: Kysely<TakeBackTables>; readonly now: () => Date; readonly execute: Execute }

/** A phone on the page of whoever has shown their passkey, as the register tells it. */
export type HeldByPasskey = {
  readonly line: string
  readonly means: 'trusted-person' | 'own-passkey' | 'panic-card'
  /** When the passkey got it; when its code was given; when that ends. */
  readonly since: string
  readonly secretAt: string
  readonly until: string | null
  /** The passkey stays on the device that made it. */
  readonly bound: boolean
}

export type Answered =
  | TakenBack
  /** Nothing is lifted: a person looks within the hour. */
  | { readonly person: CaseId }
  | { readonly refused: 'panic-card' | 'passkey-travels' }

/** As with codes: whoever got it with the theft, or a day before, may be the thief. */
const oldEnoughMs = 24 * 3_600_000

/**
 * The holder of a passkey says that the phone is back, or that it was never gone (docs/adr/0029). A trusted person's counts as
 * their code does. The owner's own takes back what it may by the ladder, if it cannot be on the stolen phone itself; their "that was
 * not me" at least calls a person, and lifts nothing that a higher proof holds.
 */
export async function answerPasskey(context: Context, held: HeldByPasskey, why: 'found' | 'not-me'): Promise<Answered> {
  const { line, means, secretAt, until } = held
  if (means === 'trusted-person') return takeBack(context, { line, at: secretAt, until }, why)
  return means === 'panic-card' ? { refused: 'panic-card' } : answerOwner(context, held, why)
}

async function answerOwner(context: Context, held: HeldByPasskey, why: 'found' | 'not-me'): Promise<Answered> {
  const { db, execute } = context
  const open = await db.selectFrom('open_case').select('case_id').where('subject', '=', held.line).executeTakeFirst()
  if (!open) return { refused: 'no-report' }
  const theft = CaseId.parse(open.case_id)
  const known = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  const { reportedAt = '' } = known
  const isOld = new Date(held.since).getTime() <= Date.parse(reportedAt) - oldEnoughMs
  const early = held.until !== null ? 'code-replaced' : isOld ? undefined : 'code-too-new'
  // Whoever is afraid of the owner of the contract must not be undone by them, nor may they hear that a report stands.
  const guarded = isGuarded(known)
  if (guarded && (early || why === 'found')) return { refused: 'no-report' }
  if (early) return { refused: early }
  if (held.bound && !guarded) {
    const released = await execute(withdrawReport, { case: theft, why, means: held.means }, 'withdraw')
    if (released.ok) return { case: theft }
    if (released.refused !== 'proof-too-weak') return { refused: released.refused }
  }
  if (why === 'found') return { refused: held.bound ? 'proof-too-weak' : 'passkey-travels' }
  const raised = await execute(findConflict, { case: theft, conflict: 'second-claimant' }, 'contest')
  return raised.ok || raised.refused === 'conflict-known' ? { person: theft } : { refused: raised.refused as 'busy' }
}
