import type { Kysely } from 'kysely'
import { firstDayOf } from '#lib/cells/moment'
import type { Look } from './hotspots.ts'
import { publishedCells } from './published-cells.ts'
import { eventAt, ReportedCells, type ReportedCellTables } from './reported-cells.ts'

/** Exact reports to Ringback, or what the police published by month: never both in one map. */
export const sources = ['reports', 'published'] as const
export type Source = (typeof sources)[number]

const live = new WeakMap<object, { readonly real: ReportedCells; readonly demo: ReportedCells }>()

export type Asked = { readonly source: Source; readonly tenant: string; readonly now: Date }

/** The counts to look at now. Who works for a demo organisation sees the reports of demos alone, all others none of them. */
export async function lookAt(db: Kysely<ReportedCellTables>, { source, tenant, now }: Asked): Promise<Look> {
  if (source === 'published') {
    const { counts, london, months } = await publishedCells(db)
    // It looks back from the end of the last month there is, not from today: the file is older than the day.
    return { counts, london, day: firstDayOf((months.at(-1) ?? 0) + 1) }
  }
  const stores = live.get(db) ?? { real: new ReportedCells(false), demo: new ReportedCells(true) }
  live.set(db, stores)
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const store = own?.demo ? stores.demo : stores.real
  await store.refresh(db)
  return { counts: store.counts, london: store.london, day: eventAt(now.toISOString()).day + 1 / 24 }
}
