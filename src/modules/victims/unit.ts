import type { Kysely } from 'kysely'
import { z } from 'zod'
import { inLanguage, say } from './say.ts'
import type { Locale } from './welsh.ts'

export type UnitTables = {
  case_unit: { organisation: string; name: string; contact: string; hours: string }
  organisation: { slug: string; name: string; sort: string }
}

/** Reads like a link, or a mail program makes one of it. */
const address = /:\/\/|www\.|@|[\p{L}\d]\.\p{L}{2,}/iu

export const readsLikeAnAddress = (text: string): boolean => address.test(text)

export const Words = z
  .string()
  .trim()
  .min(3, 'write it as victims are to read it')
  .max(120, 'write it in 120 letters or fewer')
  .refine((text) => !/\p{Cc}/u.test(text), 'write it in one line')
  .refine((text) => !address.test(text), 'our messages hold no link: name no web or e-mail address')

/** Who handles a case and how a victim reaches them: a named unit, never a person (B43, B52). */
export const Unit = z.object({ name: Words, contact: Words, hours: Words }).readonly()
export type Unit = z.infer<typeof Unit>

const none = (): Unit => ({ name: say('unit.none'), contact: say('unit.none.contact'), hours: '' })

/**
 * The unit of an organisation: the one that it named, in its own words and its own language; else that of the force; else the
 * police at large.
 */
export async function unitOf(
  db: Kysely<UnitTables>,
  organisation: string | undefined,
  locale: Locale = 'en',
): Promise<Unit> {
  if (organisation === undefined) return inLanguage(locale, none)
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
  if (!force) return inLanguage(locale, none)
  const { name } = force
  const called = () => ({ name: say('unit.default', { force: name }), contact: say('unit.default.contact'), hours: '' })
  return inLanguage(locale, called)
}

/** Names the unit of a force, or names it anew. Whoever is no force has none. */
export async function nameUnit(db: Kysely<UnitTables>, force: string, unit: Unit): Promise<'named' | 'no-force'> {
  const found = await db
    .selectFrom('organisation')
    .select('slug')
    .where('slug', '=', force)
    .where('sort', 'in', ['force', 'transport'])
    .executeTakeFirst()
  if (!found) return 'no-force'
  await db
    .insertInto('case_unit')
    .values({ organisation: force, ...unit })
    .onConflict((on) => on.column('organisation').doUpdateSet(unit))
    .execute()
  return 'named'
}
