import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import { openLoop } from './support/loop.ts'

test('A19: a report from a call handler is blocked at the operator on its signed receipt, through the whole system', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const sent = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: ['490154203237518'], method: 'snatch' }),
  })
  assert.equal(sent.status, 201, await sent.clone().text())
  const { case: theft } = (await sent.json()) as { case: string }
  const { rows } = await loop.until('the block is confirmed', async () => {
    const found = await loop.db.owner.pool.query(
      `select kind from action where stream = $1 and state = 'acknowledged'`,
      [`case/${theft}`],
    )
    return found.rowCount === 1 && found
  })
  assert.deepEqual(rows, [{ kind: 'block-handset' }])
  await loop.until('the case can be listed', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select 1 from theft_case where case_id = $1', [theft])
    return rowCount === 1
  })
})
