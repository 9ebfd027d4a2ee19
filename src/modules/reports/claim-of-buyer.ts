import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { type CaseCode, caseCodeOf } from '#lib/case-code'
import { CaseId } from '#lib/ids'
import { type Imei, keysOf } from '#lib/imei/imei'
import { kept, reviewOn } from '#lib/kept'
import { claimGoodFaith, mostClaims } from './commands/claim-good-faith.ts'
import { buyersClaims, type QueueTables } from './conflict-queue.ts'
import type { OpenCase } from './views/open-case.ts'

type Context = Pick<RouteContext<OpenCase>, 'audit' | 'db' | 'execute' | 'now' | 'vault'>

/** What a buyer says. All of it goes to the vault. */
export type Purchase = {
  readonly imeis: readonly Imei[]
  readonly where: string
  readonly when: string
  readonly receipt: string
  readonly contact: string
}

/**
 * Takes a buyer's word to every case that the phone is in, while it has not lapsed; how many. Told often, it is known, and there is
 * no code: that opens what becomes of this very word, and nothing else.
 */
export async function claimOfBuyer(
  { audit, db, execute, now, vault }: Context,
  bought: Purchase,
): Promise<{ readonly cases: number; readonly code?: CaseCode }> {
  const rows = await db
    .selectFrom('open_case')
    .select('case_id')
    .distinct()
    .where('subject', 'in', keysOf(bought.imeis))
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now().toISOString())]))
    .execute()
  await audit('change', 'good-faith')
  const reviewAt = reviewOn(kept.buyerClaim, now())
  const code = caseCodeOf(randomBytes(7))
  let taken = false
  for (const { case_id } of rows) {
    const before = await buyersClaims(db as unknown as Kysely<QueueTables>, case_id)
    if (before.length >= mostClaims) continue // the vault keeps nothing that no case knows of
    const value = { kind: 'good-faith', ...bought }
    const { ref } = await vault.put({ class: 'document', value, findBy: [code], reviewAt })
    const claimed = await execute(claimGoodFaith, { case: CaseId.parse(case_id), claim: ref }, case_id)
    taken ||= claimed.ok
  }
  return { cases: rows.length, ...(taken && { code }) }
}
