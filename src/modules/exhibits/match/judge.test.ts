import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ImeiKey } from '#lib/imei/imei'
import { type CaseFact, type Facts, judge } from './judge.ts'
import { type World, worldFacts } from './testing.ts'

const key = (tac: number, serial: number) =>
  `35${String(tac).padStart(6, '0')}${String(serial).padStart(6, '0')}` as ImeiKey
const [a, b, c] = [key(1, 1), key(1, 2), key(2, 3)]
const proven: CaseFact = { disputed: false, unproven: false, handset: undefined }
const facts = (world: World): Facts => worldFacts(world)
const why = (keys: ImeiKey[], world: World) => {
  const verdict = judge(keys, facts(world))
  return verdict.state === 'ambiguous' ? verdict.why : verdict.state
}

test('E2: one report, or one registered handset, is a match; none is unknown', () => {
  assert.deepEqual(judge([a], facts({ cases: { x: { keys: [a] } } })), {
    state: 'matched',
    case: 'x',
    handset: undefined,
  })
  const sold = { handsets: { h: [a, b] } }
  assert.deepEqual(judge([b], facts(sold)), { state: 'matched', case: undefined, handset: 'h' })
  assert.deepEqual(judge([b], facts({ ...sold, cases: { x: { keys: [a] } } })), {
    ...{ state: 'matched', case: 'x', handset: 'h' },
  })
  assert.equal(why([c], { ...sold, cases: { x: { keys: [a] } } }), 'unknown')
})

test('E2: whatever speaks for more than one owner goes to a person', () => {
  const x = { keys: [a] }
  assert.equal(why([a], { cases: { x, y: { keys: [a] } } }), 'several-cases')
  assert.equal(why([a, b], { cases: { x, y: { keys: [b] } } }), 'several-cases')
  assert.equal(why([a], { handsets: { h: [a], i: [a] } }), 'several-handsets')
  assert.equal(why([a], { cases: { x }, handsets: { h: [a], i: [a] } }), 'several-handsets')
  assert.equal(why([a, b], { handsets: { h: [a], i: [b] } }), 'two-handsets')
  assert.equal(why([a, c], { cases: { x } }), 'two-handsets')
  assert.equal(why([a, key(1, 9)], { cases: { x: { keys: [a, b] } } }), 'two-handsets')
  assert.equal(why([a], { cases: { x: { keys: [a], handset: 'h' } }, handsets: { i: [a] } }), 'several-handsets')
  assert.equal(why([a, b], { cases: { x }, handsets: { h: [b] } }), 'several-handsets')
  assert.equal(why([a], { cases: { x: { keys: [a], ...proven, disputed: true } } }), 'case-disputed')
  assert.equal(why([a], { cases: { x: { keys: [a], ...proven, unproven: true } } }), 'case-unproven')
  assert.equal(why([a], { cases: { x }, held: { e: [a] } }), 'held-already')
  assert.equal(why([a], { cases: { x }, flagged: { [a]: 'gone' } }), 'report-names-other')
})

test('USERS 4: a number that an owner typed, of another phone than the operator named, goes to a person', () => {
  const world = { cases: { x: { keys: [a], handset: 'h' } }, handsets: { h: [c] } }
  assert.equal(why([c], world), 'several-handsets')
  assert.equal(why([a], world), 'matched')
})

test('USERS 4: a stranger’s number that somebody typed at enrolment makes it theirs by no report: a person looks', () => {
  const typedOnly = { state: 'ambiguous', why: 'typed-only', case: 'x' }
  const typed = { typed: { h: [a] } }
  assert.deepEqual(judge([a], facts({ ...typed, cases: { x: { keys: [], handset: 'h' } } })), typedOnly)
  // Their operator names the phone that they have, and they typed the stranger's number beside it.
  assert.deepEqual(judge([a], facts({ typed: { h: [a, b] }, cases: { x: { keys: [b] } } })), typedOnly)
  // A shop sells the phone later: it stays their case's by their typing alone.
  assert.deepEqual(judge([a], facts({ handsets: { h: [a] }, cases: { x: { keys: [], handset: 'h' } } })), typedOnly)
  assert.equal(why([a], { ...typed, cases: { x: { keys: [a], handset: 'h' } } }), 'matched')
})

test('a second number of the same model is the second SIM’s while the case knows one only', () => {
  assert.equal(why([a, b], { cases: { x: { keys: [a] } } }), 'matched')
})

const keys = fc.uniqueArray(fc.constantFrom(a, b, c, key(1, 4), key(2, 5)), { minLength: 1, maxLength: 2 })
const named = <Value>(of: fc.Arbitrary<Value>) => fc.dictionary(fc.constantFrom('p', 'q', 'r'), of, { maxKeys: 3 })

test('E2: a match is never made while a second case, a second handset or another exhibit names one of the numbers', () => {
  const numbered = fc.record({ keys, handset: fc.constantFrom(undefined, 'p', 'q') })
  const world = fc.record({ cases: named(numbered), handsets: named(keys), held: named(keys) })
  fc.assert(
    fc.property(keys, world, (read, { cases, handsets, held }) => {
      const verdict = judge(read, facts({ cases, handsets, held }))
      if (verdict.state !== 'matched') return
      const naming = Object.entries(cases).filter(([, one]) => one.keys.some((k) => read.includes(k)))
      assert.ok(naming.every(([id]) => id === verdict.case))
      const registered = Object.entries(handsets).filter(([, own]) => own.some((k) => read.includes(k)))
      assert.ok(registered.every(([id]) => id === verdict.handset))
      assert.ok(
        !Object.values(held)
          .flat()
          .some((k) => read.includes(k)),
      )
      if (verdict.case !== undefined) {
        const sold = verdict.handset === undefined ? [] : (handsets[verdict.handset] ?? [])
        const reported = cases[verdict.case]?.keys ?? []
        assert.ok(
          [...read, ...sold].some((k) => reported.includes(k)),
          'the report names one of its numbers itself',
        )
      }
      const own = [...(cases[verdict.case ?? '']?.keys ?? []), ...(handsets[verdict.handset ?? ''] ?? [])]
      assert.ok(
        read.some((k) => own.includes(k)),
        'some number read is the owner’s own',
      )
    }),
    { numRuns: 5000 },
  )
})
