import type { Kysely } from 'kysely'

type Owes = { readonly kind: string; readonly partners: string[] }
export type EventTables = {
  event: {
    id: string
    stream: string
    version: number
    type: string
    tenant: string
    at: string
    data: Record<string, unknown>
    owes: Owes[] | null
  }
}

/** The first fact of a stream: for whom it was recorded, what it says and what it owes. */
export const firstOf = (db: Kysely<EventTables>, stream: string) =>
  db
    .selectFrom('event')
    .select(['tenant', 'at', 'data', 'owes'])
    .where('stream', '=', stream)
    .where('version', '=', 1)
    .executeTakeFirst()

/** The organisation that a stream belongs to: the one for which its first fact was recorded. */
export const tenantOfStream = async (db: Kysely<EventTables>, stream: string): Promise<string | undefined> =>
  (await firstOf(db, stream))?.tenant
