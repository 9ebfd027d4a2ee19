import { type Kysely, sql } from 'kysely'
import type { TheftCase } from './views/theft-case.ts'

export type Twin = { readonly case: string; readonly openedAt: string; readonly level: number; readonly why: WhyTwin }
/** What two cases have in common: the phone's own number, the phone as the register knows it, its line, or a doubt of the same kind. */
type WhyTwin = 'handset' | 'line' | 'doubt'

const mostShown = 5
/** A double report comes soon; two that are far apart are two thefts. */
const nearMs = 14 * 86_400_000

/**
 * Open cases of the same unit that may be the same theft as this one. Nothing is done by it: a person compares. A second report under
 * another number is opened without the handset, and both are in doubt: that is all that they have in common then.
 */
export async function likelyTwins(db: Kysely<TheftCase>, theft: string): Promise<Twin[]> {
  const rows = await db
    .selectFrom('theft_case as mine')
    .innerJoin('theft_case as other', (join) =>
      join
        .onRef('other.case_id', '<>', 'mine.case_id')
        .on(sql<boolean>`coalesce(other.force, other.tenant) = coalesce(mine.force, mine.tenant)`)
        .on(sql<boolean>`abs(extract(epoch from other.opened_at - mine.opened_at)) * 1000 < ${nearMs}`),
    )
    .select(['other.case_id', 'other.opened_at', 'other.level', why.as('why')])
    .where('mine.case_id', '=', theft)
    .where('other.ended', 'is', null)
    .where(why, 'is not', null)
    .orderBy(sql`${why} = 'doubt'`)
    .orderBy(sql`abs(extract(epoch from other.opened_at - mine.opened_at))`)
    .limit(mostShown)
    .execute()
  return rows.map(({ case_id, opened_at, level, why: because }) => {
    return { case: case_id, openedAt: opened_at, level, why: because as WhyTwin }
  })
}

const why = sql<WhyTwin | null>`case
  when mine.imei_keys && other.imei_keys or mine.handset = other.handset then 'handset'
  when mine.line = other.line then 'line'
  when 'second-claimant' = any (mine.conflicts) and 'second-claimant' = any (other.conflicts) then 'doubt' end`

/** The open case of the same unit whose number begins like this, as officers read it out to each other. */
export async function twinOf(db: Kysely<TheftCase>, owner: string, typed: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('theft_case')
    .select('case_id')
    .where(sql<string>`case_id::text`, 'like', `${typed}%`)
    .where(sql<string>`coalesce(force, tenant)`, '=', owner)
    .limit(2)
    .execute()
  return rows.length === 1 ? rows[0]?.case_id : undefined
}
