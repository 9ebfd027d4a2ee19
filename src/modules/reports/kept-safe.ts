import type { Kysely } from 'kysely'
import { type Execute, refusal } from '#http'
import { readStream } from '#ledger'
import type { CaseId } from '#lib/ids'
import { queryable } from '#platform/database'
import { isGuarded, theftCase } from './case.ts'
import { findConflict } from './commands/find-conflict.ts'
import { withdrawReport } from './commands/withdraw-report.ts'

type Context<Tables> = { readonly db: Kysely<Tables>; readonly execute: Execute }

/** Whether others are kept from this case: whoever stands at a counter, or signs in to a bank, may be whom its victim fears. */
export const isKeptSafe = async <Tables>(db: Kysely<Tables>, theft: CaseId): Promise<boolean> =>
  isGuarded(theftCase.run(await readStream(queryable(db), `case/${theft}`)))

/**
 * What a partner is answered about such a case: what it is answered where no report stands, so that nobody at its counter learns of
 * one. A trained person is called; for a bare number none is, whose case stands in their queue all the same.
 */
export async function keptSafe<Tables>({ db, execute }: Context<Tables>, theft: CaseId) {
  const { safeBare } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  if (!safeBare) await execute(findConflict, { case: theft, conflict: 'domestic-abuse' }, 'kept-safe')
  return refusal(withdrawReport, 'no-case')
}
