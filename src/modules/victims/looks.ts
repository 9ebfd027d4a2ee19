import { type Kysely, sql } from 'kysely'

export type LookTables = { audit: { subject: string; actor: string; at: string; request: string } }

/** How often police staff have looked at a case, and when last. One visit is one look; who it was stays in the audit. */
export async function looksOf(
  db: Kysely<LookTables>,
  theft: string,
): Promise<{ readonly times: number; readonly last: string | undefined }> {
  const { rows } = await sql<{ times: string; last: string | null }>`
    select count(distinct request) as times, max(at) as last from audit
    where subject = ${`case/${theft}`} and actor like 'staff:%'`.execute(db)
  return { times: Number(rows[0]?.times ?? 0), last: rows[0]?.last ?? undefined }
}
