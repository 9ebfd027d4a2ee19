import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outOfOrder } from './order.ts'

const sent = (step: number, owed: number, first: number, partner = 'one') => ({ partner, step, owed, first })

test('M2: what goes before one of an earlier step that was owed longer is out of order; at another partner, or owed since, it is not', () => {
  assert.equal(outOfOrder([sent(1, 0, 10_000), sent(4, 0, 20_000)], 3000).length, 0)
  assert.equal(outOfOrder([sent(4, 0, 10_000), sent(1, 0, 20_000)], 3000).length, 1)
  assert.equal(outOfOrder([sent(4, 0, 10_000), sent(1, 0, 20_000, 'two')], 3000).length, 0)
  assert.equal(outOfOrder([sent(4, 0, 10_000), sent(1, 8000, 20_000)], 3000).length, 0, 'laid out in that moment')
  assert.equal(outOfOrder([sent(4, 5000, 10_000), sent(4, 0, 20_000)], 3000).length, 0, 'one step')
  const look = [sent(4, 0, 10_000), sent(1, 0, 10_000)]
  assert.equal(outOfOrder(look, 3000).length, 0, 'one look took both')
  assert.equal(
    outOfOrder([...look, sent(2, 0, 20_000)], 3000).length,
    1,
    'and what went after it is found all the same',
  )
})
