import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  aboutPairingKey,
  aboutSim,
  exceptionLine,
  pairingSays,
  readCovered,
  readException,
  ruleSays,
} from './exceptions.ts'
import { pairingKeyCheck, simMark } from './sim-mark.ts'

const key = fc.integer({ min: 0, max: 99_999_999_999_999 }).map((number) => String(number).padStart(14, '0'))
const until = fc.option(fc.nat(2_000_000_000_000), { nil: undefined })
const end = (at: number | undefined) => (at === undefined ? {} : { until: at })

test('a pairing and a rule are written as text and read again as the same', () => {
  fc.assert(
    fc.property(key, fc.string(), until, (one, supi, at) => {
      const mark = simMark('a secret', one, supi)
      const read = readException({ about: aboutSim(one, mark), says: pairingSays(at) })
      assert.deepEqual(read, { kind: 'pairing', key: one, mark, is: { key: one, mark, ...end(at) } })
      assert.equal(readException({ about: aboutSim(one, mark), says: '' })?.is, undefined)
    }),
  )
  const status = fc.constantFrom('blocked' as const, 'tracked' as const)
  fc.assert(
    fc.property(key, key, status, until, (one, other, what, at) => {
      const [from = '', to = ''] = [one, one.slice(0, 8) + other.slice(8)].sort()
      fc.pre(from !== to)
      const decided = { status: what, ...end(at), by: 'first-force', why: 'model-cloned' }
      for (const text of [`${from}-${to}`, from.slice(0, 8)]) {
        const covered = readCovered(text)
        assert.ok(covered)
        const is = { from: covered.from, to: covered.to, ...decided }
        assert.deepEqual(readException({ about: covered.about, says: ruleSays(decided) }), {
          ...{ kind: 'rule', about: covered.about, is },
        })
      }
    }),
  )
})

test('a range never goes over the end of its TAC, so a digit mistyped covers no other model', () => {
  fc.assert(
    fc.property(key, key, (from, to) => {
      fc.pre(from.slice(0, 8) !== to.slice(0, 8))
      assert.equal(readCovered(`${from}-${to}`), undefined)
    }),
  )
})

test('what is neither is passed over, and no text stops the reading', () => {
  const mark = simMark('a secret', '49015420323751', 'imsi-001010000000001')
  for (const [about, says] of [
    ['sim/49015420323751/short', 'permitted'],
    [aboutSim('49015420323751', mark), 'blocked'],
    ['tac/35921407', 'permitted,first-force,model-cloned'],
    ['35921407', 'blocked,first-force,model-cloned'],
    ['range/35921407000009-35921407000001', 'blocked,first-force,model-cloned'],
    ['range/35921407000000-35921408000000', 'blocked,first-force,model-cloned'],
    [aboutPairingKey, 'permitted'],
    [aboutPairingKey, ''],
    ['later/thing', 'anything'],
  ] as const)
    assert.equal(readException({ about, says }), undefined, `${about} ${says}`)
  fc.assert(fc.property(fc.string(), fc.string(), (about, says) => void readException({ about, says })))
})

test('a change has one line, fixed for ever; a mark follows from key, handset and SIM, and is none of them', () => {
  assert.equal(
    exceptionLine({ no: 3, about: 'tac/35921407', says: 'blocked,first-force,model-cloned', seq: 812 }),
    '3 tac/35921407 blocked,first-force,model-cloned 812\n',
  )
  assert.equal(exceptionLine({ no: 4, about: 'tac/35921407', says: '', seq: 813 }), '4 tac/35921407  813\n')
  const mark = simMark('a secret', '49015420323751', 'imsi-001010000000001')
  assert.match(mark, /^[A-Za-z0-9_-]{22}$/)
  for (const other of [
    simMark('another', '49015420323751', 'imsi-001010000000001'),
    simMark('a secret', '49015420323752', 'imsi-001010000000001'),
    simMark('a secret', '49015420323751', 'imsi-001010000000002'),
  ])
    assert.notEqual(other, mark)
})

test('a check of the pairing key is read as written, and differs wherever the key does', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const is = pairingKeyCheck(one)
      assert.deepEqual(readException({ about: aboutPairingKey, says: is }), { kind: 'pairing-key', is })
      assert.equal(pairingKeyCheck(other) === is, one === other)
    }),
  )
})
