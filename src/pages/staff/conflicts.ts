import type { Kysely } from 'kysely'
import { type ListAppealRow, type ListAppealTable, listAppealQueue } from '#modules/blocklist/public'
import {
  type AppealQueueTables,
  type AppealRow,
  appealQueue,
  conflictQueue,
  type QueueRow,
  type QueueTables,
} from '#modules/reports/public'
import { type HoneyTable, honeyAsked } from '#modules/sightings/public'
import { appealWords, conflictWords, listAppealWords, meansWords, settlementWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

/** What speaks against reports, oldest first, each with its hour; and what was decided in the last 28 days, the latest first. */
export default definePage<QueueTables & AppealQueueTables & ListAppealTable & HoneyTable>()({
  url: '/staff/conflicts',
  title: 'Doubts about reports',
  template: 'staff/conflicts.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, reach, tenant }) {
    await audit('look', 'conflicts')
    const theirs = reach === 'all' ? undefined : tenant
    const { open, settled } = await conflictQueue(db as unknown as Kysely<QueueTables>, theirs, now())
    const appeals = await appealQueue(db as unknown as Kysely<AppealQueueTables>, theirs, now())
    const lists = await listAppealQueue(db as unknown as Kysely<ListAppealTable>, theirs, now())
    const late = [...open, ...appeals.open, ...lists.open].filter((row) => row.late).length
    const honey = (await honeyAsked(db as unknown as Kysely<HoneyTable>)) ?? false
    const refused = { open: appeals.open, decided: appeals.decided.map(decidedInWords) }
    const listed = { open: lists.open.map(listedInWords), decided: lists.decided.map(listedInWords) }
    return { open: open.map(inWords), late, honey, settled: settled.map(inWords), refused, listed }
  },
})

const decidedInWords = (row: AppealRow) => ({ ...row, because: row.reason ? appealWords[row.reason] : '' })

const listedInWords = (row: ListAppealRow) => ({
  ...row,
  by: row.keepers.join(' and '),
  because: row.reason ? listAppealWords[row.reason] : '',
})

const inWords = (row: QueueRow) => ({
  ...row,
  name: conflictWords[row.conflict]?.name ?? row.conflict,
  shownBy: meansWords[row.means] ?? row.means,
  because: row.reason ? settlementWords[row.reason] : '',
})
