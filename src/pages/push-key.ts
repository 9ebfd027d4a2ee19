import { type Kysely, sql } from 'kysely'

export type PushTables = { partner: { slug: string; connector: string; config: unknown } }

/** The public key of our push gateway, which a browser asks for when it is to take pushes (RFC 8292). */
export async function pushKey(db: Kysely<PushTables>): Promise<string | undefined> {
  const row = await db
    .selectFrom('partner')
    .select(sql<string | null>`config->>'publicKey'`.as('key'))
    .where('connector', '=', 'web-push')
    .executeTakeFirst()
  return row?.key ?? undefined
}
