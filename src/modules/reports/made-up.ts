import { type Kysely, sql } from 'kysely'
import type { TheftCase } from './views/theft-case.ts'

const yearMs = 365 * 86_400_000

/** How many of an organisation's reports of the last year police found to be made up. Bare claims are no reports yet. */
export async function madeUpLately(db: Kysely<TheftCase>, tenant: string, now: Date) {
  return db
    .selectFrom('theft_case')
    .select(sql<number>`count(*)::int`.as('all'))
    .select(sql<number>`(count(*) filter (where ended = 'false-report'))::int`.as('found'))
    .where((eb) => eb(eb.fn.coalesce('force', 'tenant'), '=', tenant))
    .where('level', '>', 0)
    .where('opened_at', '>', new Date(now.getTime() - yearMs).toISOString())
    .executeTakeFirstOrThrow()
}
