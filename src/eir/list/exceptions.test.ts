import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aboutSim, pairingSays, type Rule, ruleSays } from '#lib/feed/exceptions'
import { simMark } from '#lib/feed/sim-mark'
import { decide } from '../decide.ts'
import { openExceptions, rulesOf } from './exceptions.ts'
import { ruleTable, statusIn } from './tac-rules.ts'

const key = 49015420323751
const supi = 'imsi-234300000000001'
const pairingKey = 'the operator’s own'
const decided = { by: 'first-force', why: 'model-cloned' }

const rule: fc.Arbitrary<Rule> = fc
  .tuple(fc.nat(60), fc.nat(60), fc.constantFrom('blocked' as const, 'tracked' as const), fc.option(fc.nat(9)))
  .map(([one, two, status, until]) => ({
    ...{ from: Math.min(one, two), to: Math.max(one, two), status, ...decided },
    ...(until !== null && { until }),
  }))

test('the worst rule that covers a key and has not ended counts: as when all are gone through one by one', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), fc.nat(9), (rules, at) => {
      const table = ruleTable(rules, at)
      for (let asked = 0; asked <= 62; asked++) {
        const over = rules.filter(({ from, to, until = 10 }) => from <= asked && asked <= to && at < until)
        const worst = over.some(({ status }) => status === 'blocked') ? 3 : over.length > 0 ? 2 : 0
        assert.equal(statusIn(table, asked), worst)
      }
    }),
  )
})

const rulesFrom = (
  changes: readonly (readonly [about: string, says: string])[],
  secret: string | undefined,
  at = 0,
) => {
  const known = openExceptions(secret)
  for (const [about, says] of changes) known.take({ about, says })
  // As a thread gets it.
  return {
    ...rulesOf(structuredClone(known.at(at))),
    statusOf: (asked: number) => (asked === key ? 3 : 0),
    unknown: 0,
  } as const
}
const paired = [aboutSim(String(key), simMark(pairingKey, String(key), supi)), pairingSays()] as const

test('B33: a pairing lets one SIM use a blocked phone, and no other; without the key, and once it is taken back, none', () => {
  assert.equal(decide(key, supi, rulesFrom([paired], pairingKey)), 1)
  assert.equal(decide(key, 'imsi-234300000000002', rulesFrom([paired], pairingKey)), 3)
  assert.equal(decide(key, '', rulesFrom([paired], pairingKey)), 3)
  assert.equal(decide(key + 1, supi, rulesFrom([paired], pairingKey)), 0)
  assert.equal(decide(key, supi, rulesFrom([paired], 'another')), 3)
  assert.equal(decide(key, supi, rulesFrom([paired], undefined)), 3)
  assert.equal(decide(key, supi, rulesFrom([paired, [paired[0], '']], pairingKey)), 3)
  const short = [paired[0], pairingSays(100)] as const
  assert.deepEqual(
    [99, 100].map((at) => decide(key, supi, rulesFrom([short], pairingKey, at))),
    [1, 3],
  )
})

test('a rule gives a handset that nothing else is known of its status; a dummy never, and none outside', () => {
  const block = ruleSays({ status: 'blocked', ...decided })
  const track = ruleSays({ status: 'tracked', ...decided })
  const rules = rulesFrom(
    [
      ['tac/35921407', track],
      ['range/35921407000010-35921407000019', block],
      ['tac/00440000', block],
      ['some/later-thing', 'that says what it likes'],
    ],
    undefined,
  )
  const asked = { within: 35921407000015, beside: 35921407000020, other: 35921408000015, dummy: 440000000000 }
  assert.deepEqual(
    Object.values(asked).map((one) => decide(one, '', rules)),
    [3, 2, 0, 0],
  )
  assert.equal(
    decide(
      asked.within,
      '',
      rulesFrom(
        [
          ['tac/35921407', block],
          ['tac/35921407', ''],
        ],
        undefined,
      ),
    ),
    0,
  )
})

test('what has an end is looked for between two moments, also when the clock is put back', () => {
  const known = openExceptions(undefined)
  known.take({ about: 'tac/35921407', says: ruleSays({ status: 'blocked', until: 50, ...decided }) })
  assert.deepEqual(
    [known.endsBetween(0, 49), known.endsBetween(0, 50), known.endsBetween(50, 60), known.endsBetween(60, 10)],
    [false, true, false, true],
  )
})
