import type { Kysely } from 'kysely'

export type PushTables = { partner: { slug: string; connector: string } }

/** The gateway that carries our pushes, if there is one. A template asks `pushKeyOf` for its public key (RFC 8292). */
export async function pushGateway(db: Kysely<PushTables>): Promise<string | undefined> {
  const row = await db.selectFrom('partner').select('slug').where('connector', '=', 'web-push').executeTakeFirst()
  return row?.slug
}
