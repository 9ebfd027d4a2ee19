import { type Kysely, sql } from 'kysely'
import { coverageOf } from './coverage.ts'

/**
 * Published thefts from the person, by month: in one borough, and in all places together. Months of which the borough is not known, or only
 * some boroughs are, are left out; all places are the boroughs that are known in every month, so that months can be compared.
 */
export async function theftsInPlace<Tables>(
  db: Kysely<Tables>,
  borough: string,
): Promise<{ month: string; here: number; everywhere: number }[]> {
  const { rows } = await sql<{ month: string; borough: string; thefts: number }>`
    select month, borough, sum(thefts::int)::int as thefts from theft_point group by month, borough`.execute(db)
  const { whole, covers, boroughs } = coverageOf(rows)
  const always = new Set([...boroughs].filter((one) => whole.every((month) => covers(month, one))))
  const sum = (month: string, counts: (borough: string) => boolean) =>
    rows.reduce((all, one) => all + (one.month === month && counts(one.borough) ? one.thefts : 0), 0)
  return whole
    .filter((month) => covers(month, borough))
    .map((month) => ({
      ...{ month, here: sum(month, (one) => one === borough) },
      everywhere: sum(month, (one) => always.has(one)),
    }))
}
