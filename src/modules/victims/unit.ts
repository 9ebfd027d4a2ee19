import type { Kysely } from 'kysely'
import { say } from './say.ts'

export type UnitTables = {
  case_unit: { organisation: string; name: string; contact: string; hours: string }
  organisation: { slug: string; name: string; sort: string }
}

/** Who handles a case and how a victim reaches them: a named unit, never a person (B43, B52). */
export type Unit = { readonly name: string; readonly contact: string; readonly hours: string }

const none: Unit = { name: say('unit.none'), contact: say('unit.none.contact'), hours: '' }

/** The unit of an organisation: the one that it named, else that of the force; else the police at large. */
export async function unitOf(db: Kysely<UnitTables>, organisation: string | undefined): Promise<Unit> {
  if (organisation === undefined) return none
  const named = await db
    .selectFrom('case_unit')
    .select(['name', 'contact', 'hours'])
    .where('organisation', '=', organisation)
    .executeTakeFirst()
  if (named) return named
  const force = await db
    .selectFrom('organisation')
    .select('name')
    .where('slug', '=', organisation)
    .where('sort', 'in', ['force', 'transport'])
    .executeTakeFirst()
  if (!force) return none
  return { name: say('unit.default', { force: force.name }), contact: say('unit.default.contact'), hours: '' }
}
