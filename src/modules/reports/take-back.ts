import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import { CaseId } from '#lib/ids'
import { withdrawReport } from './commands/withdraw-report.ts'
import type { OpenCase } from './views/open-case.ts'
import type { ownWithdrawals } from './vocabulary.ts'

export type TakeBackTables = OpenCase & { event: { stream: string; version: number; at: string } }

type Context = { readonly db: Kysely<TakeBackTables>; readonly now: () => Date; readonly execute: Execute }

/** A trusted person may take a report back for three days; after that a proof of identity is needed. */
const trustedForMs = 72 * 3_600_000

export type TakenBack =
  | { readonly case: CaseId }
  | {
      readonly refused:
        | 'no-report'
        | 'too-late'
        | 'code-too-new'
        | 'code-replaced'
        | keyof typeof withdrawReport.refusals
        | 'key-reused'
        | 'busy'
    }

/** A code is old enough to start a phone when it was given so long before the report: a thief who enrols it has no such code. */
const oldEnoughMs = 24 * 3_600_000

/** The code of a trusted person, as far as it says whose phone it is and how long they have had it. */
export type Trusted = { readonly line: string; readonly at: string; readonly until: string | null }

/**
 * Takes back the report of a line for its owner's trusted person. Not where the proof has gone beyond level 1, and not by a
 * code that came with, or ended with, an enrolment of the last day: whoever holds a stolen phone can enrol it (USERS 4).
 */
export async function takeBack(
  { db, now, execute }: Context,
  secret: Trusted,
  why: (typeof ownWithdrawals)[number],
): Promise<TakenBack> {
  const open = await db.selectFrom('open_case').select('case_id').where('subject', '=', secret.line).executeTakeFirst()
  if (!open) return { refused: 'no-report' }
  const theft = CaseId.parse(open.case_id)
  const first = await db
    .selectFrom('event')
    .select('at')
    .where('stream', '=', `case/${theft}`)
    .where('version', '=', 1)
    .executeTakeFirst()
  if (!first || now().getTime() - new Date(first.at).getTime() > trustedForMs) return { refused: 'too-late' }
  if (secret.until !== null) return { refused: 'code-replaced' }
  if (Date.parse(secret.at) > Date.parse(first.at) - oldEnoughMs) return { refused: 'code-too-new' }
  const outcome = await execute(withdrawReport, { case: theft, why, means: 'trusted-person' })
  return outcome.ok ? { case: theft } : { refused: outcome.refused }
}
