import type { Kysely } from 'kysely'
import type { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import { factsOf, type HandsetCaseTables } from './handset-facts.ts'
import type { HoneyTable } from './honey.ts'

/**
 * The cases that want to know of these handsets, by IMEI key: the open one, or one that was closed for want of leads while the
 * handset still counts as stolen. One that has lapsed does not.
 */
export async function casesOfHandsets(
  db: Kysely<HandsetCaseTables>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<ReadonlyMap<ImeiKey, CaseId>> {
  const facts = await factsOf(db as unknown as Kysely<HandsetCaseTables & HoneyTable>, keys, now)
  return new Map(
    keys.flatMap((key) => {
      const { theft } = facts(key)
      return theft ? [[key, theft] as const] : []
    }),
  )
}
