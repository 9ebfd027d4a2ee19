import { type Kysely, sql } from 'kysely'
import type { AuditTables } from '#http'
import { parseHolds } from '#lib/feed/holds'
import { newestNumber } from '../followers.ts'
import { eachListed, type Listed, openMoment } from '../listed.ts'
import type { Blocklist } from '../views/blocklist.ts'
import type { LayoutName } from '../vocabulary.ts'
import { writers } from './write-row.ts'

/** What was written. `next`: the number to go on from. `leftOut`: handsets that this layout cannot say rightly. */
export type ExportedList = { readonly rows: number; readonly leftOut: number; readonly next: number }

type Ask = { readonly operator: string; readonly layout: LayoutName; readonly since?: number }

/**
 * Writes the whole list as of one moment, or what has changed after a number: each handset once, as it stands. `beyond`: the list
 * has not reached that number.
 */
export async function exportList(
  db: Kysely<Blocklist & AuditTables>,
  { operator, layout, since }: Ask,
  write: (text: string) => Promise<void>,
): Promise<ExportedList | { readonly beyond: number }> {
  const { header, row } = writers[layout]
  const { moment, close } = await openMoment(db)
  try {
    const next = await newestNumber(moment)
    if (since !== undefined && since > next) return { beyond: next }
    await noteDisclosure(db, operator, `blocklist/${(since ?? 0) + 1}-${next}`)
    let [rows, leftOut] = [0, 0]
    await write(header(since !== undefined))
    for await (const page of since === undefined ? eachListed(moment) : eachChanged(moment, since)) {
      const lines = page.map((one) => row({ ...one, holds: parseHolds(one.holds) }, since !== undefined))
      const written = lines.filter((line) => line !== undefined)
      leftOut += lines.length - written.length
      rows += written.length
      await write(written.join(''))
    }
    return { rows, leftOut, next }
  } finally {
    await close()
  }
}

/** Handing the list to another organisation is a disclosure, by whatever way it goes. */
async function noteDisclosure(db: Kysely<AuditTables>, operator: string, subject: string): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      ...{ tenant: operator, actor: 'system:export', purpose: 'block-handset', act: 'disclose' },
      ...{ record: 'blocklist', subject, owner: operator, request: 'ringback export blocklist' },
    })
    .execute()
}

const pageSize = 10_000

/** Each key that changed after a number, as it stands now, and when that came about. */
async function* eachChanged(db: Kysely<Blocklist>, since: number): AsyncGenerator<readonly Listed[]> {
  await sql`
    declare changed no scroll cursor for
    select distinct on (imei_key) lpad(imei_key::text, 14, '0') as key, holds, event.at as since
    from list_change join sealed using (seq) join event on event.id = sealed.event_id
    where no > ${sql.lit(since)} order by imei_key, no desc`.execute(db)
  for (;;) {
    const { rows } = await sql<Listed>`fetch ${sql.lit(pageSize)} from changed`.execute(db)
    if (rows.length === 0) return
    yield rows
  }
}
