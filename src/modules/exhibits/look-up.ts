import type { Kysely } from 'kysely'
import { type Imei, keysOf } from '#lib/imei/imei'
import { factsOf, type MatchTables } from './match/facts.ts'
import { judge, type Verdict } from './match/judge.ts'

/** Whose handset this is, by the numbers read from it. `self`: the exhibit that it is already. */
export async function lookUp(db: Kysely<MatchTables>, imeis: readonly Imei[], self?: string): Promise<Verdict> {
  const keys = keysOf(imeis)
  return judge(keys, await factsOf(db, keys), self)
}
