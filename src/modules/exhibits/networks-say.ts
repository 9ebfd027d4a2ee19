import type { Kysely } from 'kysely'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { type Restriction, type RestrictionTables, restrictionRows, restrictionsIn } from '#modules/blocklist/public'

const does = { blocked: 'refuse', tracked: 'watch for' } as const

/** What networks do with a handset although no case here says so, in words; empty where they do nothing. */
export const sayNetworks = (restrictions: readonly Restriction[]): string =>
  [...new Set(restrictions.map(sayOne))].join(' ')

const sayOne = ({ status, from, by }: Restriction): string =>
  from === 'list'
    ? `Networks ${does[status]} it: it is on the list that ${by} keeps.`
    : `Networks ${does[status]} it: ${by} decided so for all phones with such numbers.`

/** The same for many handsets at once: one question, however many they are. */
export async function networksSay(
  db: Kysely<RestrictionTables>,
  handsets: readonly { readonly imeis: readonly Imei[] }[],
  now: Date,
): Promise<(imeis: readonly Imei[]) => string> {
  const keys = [...new Set(handsets.flatMap(({ imeis }) => keysOf(imeis)))]
  const { rows } = await restrictionRows(keys).execute(db)
  const said = restrictionsIn(rows, now)
  return (imeis) => sayNetworks(keysOf(imeis).flatMap((key: ImeiKey) => said(key)))
}
