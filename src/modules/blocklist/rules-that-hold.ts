import { type Kysely, sql } from 'kysely'
import { readException } from '#lib/feed/exceptions'
import type { Exceptions } from './views/exceptions.ts'

/** One rule as it is shown. */
export type RuleShown = {
  readonly about: string
  readonly status: 'blocked' | 'tracked'
  readonly until?: string
  readonly by: string
  readonly why: string
}

/** Every rule that holds at a moment. */
export async function rulesThatHold(db: Kysely<Exceptions>, now: Date): Promise<RuleShown[]> {
  const { rows } = await sql<{ about: string; says: string }>`
    select distinct on (about) about, says from list_exception where source = 'rule' order by about, no desc`.execute(
    db,
  )
  return rows.flatMap((row) => {
    const read = readException(row)
    if (read?.kind !== 'rule' || !read.is) return []
    const { status, until, by, why } = read.is
    if (until !== undefined && until <= now.getTime()) return []
    return [{ about: row.about, status, ...(until !== undefined && { until: new Date(until).toISOString() }), by, why }]
  })
}
