import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStream } from '#ledger'
import type { Place, Running } from '../simulators/frame.ts'
import { startOperators } from '../simulators/operators.ts'
import { openLoop } from './support/loop.ts'

test('B12: operators that sign in with their own key send receipts late and twice, and each action ends once', async (t) => {
  const partners: Running[] = []
  const start = async (place: Place) => {
    partners.push(...(await startOperators('demo-ee', 'demo-three')(place)))
    return partners
  }
  const loop = await openLoop(t, { simulators: [start] })
  for (const { config } of partners)
    await fetch(`${config.baseUrl}/_faults`, {
      method: 'POST',
      body: JSON.stringify({ duplicateReceipts: 1, lateReceipts: { share: 1, afterMs: [5, 50] } }),
    })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const sent = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: ['490154203237518'], method: 'snatch' }),
  })
  const { case: theft } = (await sent.json()) as { case: string }
  const { rows } = await loop.until('both blocks are confirmed', async () => {
    const found = await loop.db.owner.pool.query(
      `select id, partner from action where stream = $1 and state = 'acknowledged' order by partner`,
      [`case/${theft}`],
    )
    return found.rowCount === 2 && found
  })
  assert.deepEqual(
    rows.map(({ partner }) => partner),
    ['demo-ee', 'demo-three'],
  )
  for (const { id } of rows) {
    const facts = (await readStream(loop.db.owner.pool, `action/${id}`)).map(({ type }) => type)
    assert.deepEqual(facts, ['partners.action-acknowledged'])
  }
})
