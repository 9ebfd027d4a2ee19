import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backOffMs } from './back-off.ts'
import { openCircuit } from './circuit.ts'

const fail = (circuit: ReturnType<typeof openCircuit>, times: number, at: number, afterMs = 0) => {
  for (let n = 0; n < times; n++) circuit.failed(at, afterMs)
}

test('five faults in a row stop the calls; a good answer in between does not let it come to that', () => {
  const circuit = openCircuit(() => 1)
  fail(circuit, 4, 0)
  circuit.worked()
  fail(circuit, 4, 0)
  assert.equal(circuit.state(0), 'closed')
  fail(circuit, 1, 0)
  assert.equal(circuit.state(999), 'open')
  assert.equal(circuit.state(1000), 'half-open')
})

test('a failed trial opens it for longer, a good one closes it at once', () => {
  const circuit = openCircuit(() => 1)
  fail(circuit, 6, 0)
  assert.equal(circuit.state(1999), 'open')
  assert.equal(circuit.state(2000), 'half-open')
  circuit.worked()
  assert.equal(circuit.state(2000), 'closed')
})

test('a partner that asks to be left alone for a minute is left alone for a minute', () => {
  const circuit = openCircuit(() => 0)
  fail(circuit, 5, 0, 60_000)
  assert.equal(circuit.state(59_999), 'open')
})

test('an open circuit tries again within 15 seconds of its last fault, however long the outage', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (faults, chance) => {
      const circuit = openCircuit(() => chance)
      fail(circuit, faults, 0)
      assert.equal(circuit.state(0), 'open')
      assert.equal(circuit.state(15_000), 'half-open')
    }),
  )
})

test('back-off stays between nothing and its bound', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
      const wait = backOffMs(tries, { firstMs: 250, mostMs: 30_000 }, () => chance)
      assert.ok(wait >= 0 && wait <= 30_000)
    }),
  )
})
