import type { Kysely } from 'kysely'
import { conflictQueue, type QueueRow, type QueueTables } from '#modules/reports/public'
import { type HoneyTable, honeyAsked } from '#modules/sightings/public'
import { conflictWords, meansWords, settlementWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

/** What speaks against reports, oldest first, each with its hour; and what was decided in the last 28 days, the latest first. */
export default definePage<QueueTables & HoneyTable>()({
  url: '/staff/conflicts',
  title: 'Doubts about reports',
  template: 'staff/conflicts.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, reach, tenant }) {
    await audit('look', 'conflicts')
    const theirs = reach === 'all' ? undefined : tenant
    const { open, settled } = await conflictQueue(db as unknown as Kysely<QueueTables>, theirs, now())
    const late = open.filter((row) => row.late).length
    const honey = (await honeyAsked(db as unknown as Kysely<HoneyTable>)) ?? false
    return { open: open.map(inWords), late, honey, settled: settled.map(inWords) }
  },
})

const inWords = (row: QueueRow) => ({
  ...row,
  name: conflictWords[row.conflict]?.name ?? row.conflict,
  shownBy: meansWords[row.means] ?? row.means,
  because: row.reason ? settlementWords[row.reason] : '',
})
