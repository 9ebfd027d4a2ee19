import type { Kysely } from 'kysely'
import type { Group } from './lanes.ts'
import { listed, say } from './say.ts'

export type NameTables = { organisation: { slug: string; name: string; sort: string } }

/** Partners' names as people know them, by slug. A slug itself is never shown. */
export type Names = ReadonlyMap<string, string>

export async function partnerNames(db: Kysely<NameTables>, slugs: readonly string[]): Promise<Names> {
  if (slugs.length === 0) return new Map()
  const rows = await db.selectFrom('organisation').select(['slug', 'name']).where('slug', 'in', slugs).execute()
  return new Map(rows.map(({ slug, name }) => [slug, name]))
}

const someone = {
  number: ['someone.network', 'someone.networks'],
  networks: ['someone.network', 'someone.networks'],
  maker: ['someone.maker', 'someone.makers'],
  bank: ['someone.bank', 'someone.banks'],
  email: ['someone.email', 'someone.emails'],
  crypto: ['someone.crypto', 'someone.cryptos'],
  identity: ['someone.identity', 'someone.identitys'],
  police: ['someone.police', 'someone.polices'],
  messages: ['someone.messages', 'someone.messagess'],
} as const satisfies Record<Group, readonly [string, string]>

/** More than these are counted: nobody reads a list of fourteen. */
const mostNamed = 5

/** `EE, O2 or Vodafone`, `14 networks`, `your bank`. */
export function whoOf(slugs: readonly string[], group: Group, names: Names, or = false): string {
  const known = slugs.map((slug) => names.get(slug))
  const [one, many] = someone[group]
  if (slugs.length > mostNamed || known.includes(undefined))
    return slugs.length === 1 ? say(one) : say(many, { n: slugs.length })
  return listed(known as string[], or ? 'disjunction' : 'conjunction')
}

/** Begins as a sentence does, also where English is marked in Welsh. */
export const sentence = (text: string) =>
  text.replace(/^(\u2068*)(.)/su, (_, mark: string, first: string) => mark + first.toUpperCase())
