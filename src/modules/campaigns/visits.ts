import { type Kysely, sql } from 'kysely'

export type VisitTable = { campaign_visit: { code: string; day: string; visits: number } }

/** Adds one opening of a campaign's page to its day. Who opened it is neither asked nor kept. */
export const countVisit = <Tables>(db: Kysely<Tables>, code: string, now: Date) =>
  sql`insert into campaign_visit (code, day, visits) values (${code}, ${now.toISOString().slice(0, 10)}, 1)
    on conflict (code, day) do update set visits = campaign_visit.visits + 1`.execute(db)

/** How often the page was opened, by day. */
export const visitsOf = (db: Kysely<VisitTable>, code: string) =>
  db
    .selectFrom('campaign_visit')
    .select([sql<string>`day::text`.as('day'), 'visits'])
    .where('code', '=', code)
    .orderBy('day')
    .execute()
