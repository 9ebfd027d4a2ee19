import { type Kysely, sql } from 'kysely'

/** Published thefts from the person, by month: in one borough and in all that were read in. */
export async function theftsInPlace<Tables>(
  db: Kysely<Tables>,
  borough: string,
): Promise<{ month: string; here: number; everywhere: number }[]> {
  const { rows } = await sql<{ month: string; here: number; everywhere: number }>`
    select month, coalesce(sum(thefts::int) filter (where borough = ${borough}), 0)::int as here,
      sum(thefts::int)::int as everywhere
    from theft_point group by month order by month`.execute(db)
  return rows
}
