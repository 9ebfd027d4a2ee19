import type { Kysely } from 'kysely'

export type EventTables = { event: { stream: string; version: number; tenant: string } }

/** The organisation that a stream belongs to: the one for which its first fact was recorded. */
export async function tenantOfStream(db: Kysely<EventTables>, stream: string): Promise<string | undefined> {
  const first = await db
    .selectFrom('event')
    .select('tenant')
    .where('stream', '=', stream)
    .where('version', '=', 1)
    .executeTakeFirst()
  return first?.tenant
}
