import { type Kysely, sql } from 'kysely'

/** Whether pretend organisations are registered here: then pretend figures are shown too, apart and named as such. */
export async function isDemo<Tables>(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ demo: boolean }>`select exists (select from organisation where demo) as demo`.execute(db)
  return rows[0]?.demo === true
}
