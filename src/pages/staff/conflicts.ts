import type { Kysely } from 'kysely'
import { conflictQueue, type QueueTables } from '#modules/reports/public'
import { type HoneyTable, honeyAsked } from '#modules/sightings/public'
import { conflictWords, meansWords, settlementWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

/** What speaks against reports, oldest first, each with its hour; and what was decided in the last 28 days. */
export default definePage<QueueTables & HoneyTable>()({
  url: '/staff/conflicts',
  title: 'Doubts about reports',
  template: 'staff/conflicts.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, reach, tenant }) {
    await audit('look', 'conflicts')
    const rows = await conflictQueue(db as unknown as Kysely<QueueTables>, reach === 'all' ? undefined : tenant, now())
    const shown = rows.map((row) => ({
      ...row,
      name: conflictWords[row.conflict]?.name ?? row.conflict,
      shownBy: meansWords[row.means] ?? row.means,
      because: row.reason ? settlementWords[row.reason] : '',
    }))
    const open = shown.filter((row) => !row.settled_at)
    const late = open.filter((row) => row.late).length
    const honey = (await honeyAsked(db as unknown as Kysely<HoneyTable>)) ?? false
    return { open, late, honey, settled: shown.filter((row) => row.settled_at).reverse() }
  },
})
