import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDummy } from '#lib/imei/dummy'
import type { StatusCode } from '#lib/imei/plane/status'
import { decide, type Rules } from './decide.ts'

const sold = 49015420323751
const testNumber = 440000000000 // TAC 00440000
const codes = [0, 1, 2, 3] as const

/** The rules of docs/adr/0018 as a list of rows, the first that has something to say counts. */
function oracle(key: number, paired: boolean, listed: StatusCode, tac: StatusCode, unknown: 0 | 1): StatusCode {
  const dummy = isDummy(String(key).padStart(14, '0'))
  const rows: [applies: boolean, status: StatusCode][] = [
    [dummy && listed === 1, 1],
    [dummy, unknown],
    [paired, 1],
    [listed !== 0, listed],
    [tac !== 0, tac],
    [true, unknown],
  ]
  return rows.find(([applies]) => applies)?.[1] ?? 0
}

const rulesOf = (key: number, supi: string, listed: StatusCode, tac: StatusCode, unknown: 0 | 1, paired: boolean) =>
  ({
    statusOf: (asked) => (asked === key ? listed : 0),
    isPaired: (asked, who) => paired && asked === key && who === supi,
    tacStatusOf: (asked) => (asked === Number(String(key).padStart(14, '0').slice(0, 8)) ? tac : 0),
    unknown,
  }) satisfies Rules

test('every combination of what may be known of a handset is decided as the order says', () => {
  let cases = 0
  for (const key of [sold, testNumber, 11111111111111, 1e13, 99999999999998])
    for (const listed of codes)
      for (const tac of codes)
        for (const paired of [false, true])
          for (const unknown of [0, 1] as const) {
            cases += 1
            const rules = rulesOf(key, 'imsi-001010000000001', listed, tac, unknown, paired)
            const expected = oracle(key, paired, listed, tac, unknown)
            assert.equal(decide(key, 'imsi-001010000000001', rules), expected)
          }
  assert.equal(cases, 5 * 4 * 4 * 2 * 2)
})

test('for any handset: the oracle’s answer, a dummy never refused, the unknown never refused', () => {
  const code = fc.constantFrom(...codes)
  fc.assert(
    fc.property(
      fc.record({ key: fc.maxSafeNat().map((n) => n % 1e14), listed: code, tac: code, unknown: fc.constantFrom(0, 1) }),
      fc.boolean(),
      ({ key, listed, tac, unknown }, paired) => {
        const said = decide(key, 'imsi-1', rulesOf(key, 'imsi-1', listed, tac, unknown as 0 | 1, paired))
        assert.equal(said, oracle(key, paired, listed, tac, unknown as 0 | 1))
        if (isDummy(String(key).padStart(14, '0'))) assert.ok(said < 2)
        if (listed === 0 && tac === 0) assert.ok(said < 2)
      },
    ),
  )
})

test('a pairing opens a blocked handset to its own SIM and to no other', () => {
  const rules = rulesOf(sold, 'imsi-001010000000001', 3, 0, 0, true)
  assert.equal(decide(sold, 'imsi-001010000000001', rules), 1)
  assert.equal(decide(sold, 'imsi-001010000000002', rules), 3)
  assert.equal(decide(sold, '', rules), 3)
})
