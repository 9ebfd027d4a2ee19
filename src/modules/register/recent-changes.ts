import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import { HandsetEnrolled } from './events/handset-enrolled.ts'
import { HandsetRegistered } from './events/handset-registered.ts'

export type HandsetTables = {
  imei_handset: { imei_key: string; handset: string }
  event: { stream: string; version: number; type: string; type_version: number; at: string; data: unknown }
  stop_secret: { line: string; until: string | null }
}

/** What changed about a handset of late that a thief, or a seller who wants it back, would have changed. */
export type RecentChanges = { readonly sold: boolean; readonly contactsChanged: boolean }

type Asked = {
  readonly line: string | undefined
  readonly handset: string | undefined
  readonly imeiKeys: readonly ImeiKey[]
  readonly now: Date
}

const dayMs = 86_400_000
const saleDays = 30

/**
 * Looks at the handset's own stream: sold within 30 days, or other contacts and trusted people within one. Who enrols a number
 * anew under another handset changes them too: then the codes before it are running out.
 */
export async function recentChanges(
  db: Kysely<HandsetTables>,
  { line, handset, imeiKeys, now }: Asked,
): Promise<RecentChanges> {
  const handsets = [...new Set([...(handset ? [handset] : []), ...(await handsetsOf(db, imeiKeys))])]
  const changes = await Promise.all(handsets.map((one) => changesOf(db, one, now)))
  return {
    sold: changes.some(({ sold }) => sold),
    contactsChanged: changes.some((one) => one.contactsChanged) || (await hasNewCodes(db, line, now)),
  }
}

async function hasNewCodes(db: Kysely<HandsetTables>, line: string | undefined, now: Date): Promise<boolean> {
  if (line === undefined) return false
  const old = db.selectFrom('stop_secret').select('line').where('line', '=', line)
  return (await old.where('until', '>', now.toISOString()).limit(1).executeTakeFirst()) !== undefined
}

const handsetsOf = async (db: Kysely<HandsetTables>, imeiKeys: readonly ImeiKey[]): Promise<string[]> =>
  imeiKeys.length === 0
    ? []
    : (await db.selectFrom('imei_handset').select('handset').where('imei_key', 'in', imeiKeys).execute()).map(
        ({ handset }) => handset,
      )

async function changesOf(db: Kysely<HandsetTables>, handset: string, now: Date): Promise<RecentChanges> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('stream', '=', `handset/${handset}`)
    .where('type', 'in', [HandsetRegistered.type, HandsetEnrolled.type])
    .orderBy('version')
    .execute()
  const within = (at: string, days: number) => Date.parse(at) > now.getTime() - days * dayMs
  const sales = rows.filter(({ type }) => type === HandsetRegistered.type)
  const enrolments = rows.filter(({ type }) => type === HandsetEnrolled.type)
  const reach = (row: (typeof rows)[number] | undefined) => {
    const { contacts = [], trusted = [] } = (row?.data ?? {}) as { contacts?: string[]; trusted?: string[] }
    return JSON.stringify([contacts, trusted])
  }
  // The first of each is a beginning, and no change.
  return {
    sold: sales.slice(1).some(({ at }) => within(at, saleDays)),
    contactsChanged: enrolments
      .slice(1)
      .some((row, index) => within(row.at, 1) && reach(row) !== reach(enrolments[index])),
  }
}
