import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import { enrolledPhone, quietGateway, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('B60 B78: a card that was enrolled stops the phone in two steps, with the means panic-card at level 1', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await quietGateway(loop)
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  const stopped = await sendForm(loop, '/stop', { code: card, method: 'snatch', safe: 'yes' })
  assert.equal(stopped.status, 303)
  const { rows } = await loop.until('the handset is blocked', async () => {
    const found = await loop.db.owner.pool.query(
      `select a.state, c.means, c.level, c.imei_keys from action a join theft_case c on a.stream = 'case/' || c.case_id
        where a.kind = 'block-handset' and a.state = 'acknowledged'`,
    )
    return found.rowCount === 1 && found
  })
  assert.deepEqual(rows, [{ state: 'acknowledged', means: 'panic-card', level: 1, imei_keys: [imei.slice(0, 14)] }])
})
