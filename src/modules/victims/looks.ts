import { type Kysely, sql } from 'kysely'
import { readStream } from '#ledger'
import { theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'

export type LookTables = {
  audit: { subject: string; actor: string; tenant: string; at: string; request: string }
  organisation: { slug: string; sort: string }
}

/**
 * How often police staff have looked at a case, and when last: at it, and at those that were joined to it. One visit is one look; who it
 * was stays in the audit. A shop that wrote a report down is no police.
 */
export async function looksOf(
  db: Kysely<LookTables>,
  theft: string,
): Promise<{ readonly times: number; readonly last: string | undefined }> {
  const { twins } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  const subjects = [theft, ...twins].map((one) => `case/${one}`)
  const { rows } = await sql<{ times: string; last: string | null }>`
    select count(distinct request) as times, max(at) as last from audit
    where subject = any(${subjects}) and actor like 'staff:%'
      and exists (select from organisation where slug = audit.tenant and sort = 'force')`.execute(db)
  return { times: Number(rows[0]?.times ?? 0), last: rows[0]?.last ?? undefined }
}
