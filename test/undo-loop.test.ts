import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { startOperators } from '../simulators/operators.ts'
import { openLoop } from './support/loop.ts'

const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const imeis = ['490154203237518']

test('issue 3 item 10: a report taken back in the same second is undone at every operator, and nothing that it owed is missed', async (t) => {
  const slugs = ['demo-ee', 'demo-o2', 'demo-three']
  const loop = await openLoop(t, { simulators: [startOperators(...slugs)] })
  const database = openDatabase(loop.db.serverUrl, { pipeline: true, max: 2 })
  t.after(() => database.close())
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const meta = { actor: 'public', tenant: 'demo-public', cause: 'test' }
  const report = { case: theft, channel: 'web', means: 'trusted-person', imeis, method: 'snatch' } as const
  const reported = await ledger.execute(reportTheft, { ...report, parties: { ...nobody, operators: slugs } }, meta)
  const taken = await ledger.execute(withdrawReport, { case: theft, why: 'found', means: 'trusted-person' }, meta)
  assert.ok(reported.ok && taken.ok)

  const { rows } = await loop.until('no operator holds the block', async () => {
    const found = await loop.db.owner.pool.query(
      `select a.partner, a.kind, a.state from action a where a.stream = $1 order by a.partner, a.position`,
      [`case/${theft}`],
    )
    const settled = found.rows.every(({ state }) => ['acknowledged', 'cancelled'].includes(state))
    return found.rowCount === 2 * slugs.length && settled && found
  })
  for (const slug of slugs) {
    const mine = rows.filter(({ partner }) => partner === slug)
    assert.deepEqual(
      mine.map(({ kind }) => kind),
      ['block-handset', 'unblock-handset'],
    )
    assert.equal(new Set(mine.map(({ state }) => state)).size, 1, 'both answered, or both ended before they were sent')
  }
  await ledger.settled()
})
