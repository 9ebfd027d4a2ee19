import type { Kysely } from 'kysely'
import { type ProofQueueTables, type ProofRow, proofQueue } from '#modules/reports/public'
import { paperReasonWords, paperWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

/** Papers that victims sent, the oldest first: what waits for a person, and what was decided in the last 28 days. */
export default definePage<ProofQueueTables>()({
  url: '/staff/proofs',
  title: 'Papers to look at',
  template: 'staff/proofs.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, reach, tenant }) {
    await audit('look', 'proofs')
    const theirs = reach === 'all' ? undefined : tenant
    const { open, judged } = await proofQueue(db as unknown as Kysely<ProofQueueTables>, theirs, now())
    return { open: open.map(inWords), judged: judged.map(inWords) }
  },
})

const inWords = (row: ProofRow) => ({
  ...row,
  name: paperWords[row.paper] ?? row.paper,
  because: row.reason ? paperReasonWords[row.reason] : '',
})
