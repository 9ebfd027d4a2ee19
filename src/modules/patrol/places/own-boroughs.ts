import type { Kysely } from 'kysely'
import type { Within } from './recorded-works.ts'

/** In which boroughs an organisation answers for streets and squares (db/migrations/0061-whose-area.sql). */
export type OwnBoroughTables = {
  organisation_borough: { organisation: string; borough: string }
  organisation: { slug: string; sort: string }
}

/** A council changes its own streets, so it says so of these alone. Others, the police above all, note what they saw anywhere. */
export async function worksWithin(db: Kysely<OwnBoroughTables>, tenant: string): Promise<Within> {
  const rows = await db
    .selectFrom('organisation')
    .leftJoin('organisation_borough', 'organisation_borough.organisation', 'organisation.slug')
    .select(['sort', 'borough'])
    .where('slug', '=', tenant)
    .orderBy('borough')
    .execute()
  if (rows.some(({ sort }) => sort !== 'council')) return 'anywhere'
  return rows.flatMap(({ borough }) => borough ?? [])
}

/** Names the boroughs of an organisation anew; none ends them all. For the owner of the database. */
export async function nameBoroughs(
  db: Kysely<OwnBoroughTables>,
  organisation: string,
  boroughs: readonly string[],
): Promise<void> {
  await db.deleteFrom('organisation_borough').where('organisation', '=', organisation).execute()
  const rows = [...new Set(boroughs)].map((borough) => ({ organisation, borough }))
  if (rows.length > 0) await db.insertInto('organisation_borough').values(rows).execute()
}
