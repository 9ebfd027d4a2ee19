import type { Kysely } from 'kysely'
import { type ImeiKey, tacOf } from '#lib/imei/imei'

export type TacTable = { tac: { tac: string; manufacturer: string; model: string } }

/** Make and model by type allocation code; undefined for a TAC that no list names, which is no reason for anything. */
export async function modelOf(db: Kysely<TacTable>, key: ImeiKey): Promise<string | undefined> {
  const row = await db.selectFrom('tac').selectAll().where('tac', '=', tacOf(key)).executeTakeFirst()
  return row && `${row.manufacturer} ${row.model}`
}
