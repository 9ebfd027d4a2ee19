import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Lane } from '#partners'
import { type ActionRow, laneOf } from '#partners/lanes'
import { handsetSought, haveEnded, networksOf, stands } from './standing.ts'

const hour = 3_600_000
const reported = Date.parse('2026-11-26T10:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()
const names = new Map([
  ['ee', 'EE'],
  ['o2', 'O2'],
  ['three', 'Three'],
])

const stop = (partner: string, kind: string, hours: number | null, state: ActionRow['state'] = 'acknowledged') => ({
  ...{ stream: 'case/x', partner, kind, state, attempts: 1, due: iso(reported), position: '1', last_error: null },
  until: hours === null ? null : iso(reported + hours * hour),
  ...{ trying_since: iso(reported), answered_at: iso(reported + 1) },
})
const after = (hours: number, rows: readonly ActionRow[]): Lane[] =>
  rows.map((row) => laneOf(row, new Date(reported + hours * hour)))

const some = [stop('ee', 'block-handset', 72), stop('o2', 'block-handset', 72), stop('ee', 'suspend-line', 72)]

test('B42: once every stop has ended by itself, it is said that they have, how to start them again, and of none that it holds', () => {
  assert.equal(
    stands(after(71, some), names, 'open'),
    'Your phone cannot be used on EE or O2. Your number is stopped. Only 999 and 112 can be called from it.',
  )
  const says = stands(after(72, some), names, 'open')
  assert.match(says, /The stops have ended by themselves.*show who you are.*or report your phone again/)
  assert.doesNotMatch(says, /cannot be used|is stopped/)
})

test('a network that has answered and knows no phone is not said to be asked still; once one is blocked neither is said', () => {
  const find = (state: ActionRow['state']) => after(1, [stop('ee', 'find-handset', null, state)])
  assert.deepEqual([handsetSought([]), handsetSought(after(1, some))], [undefined, undefined])
  assert.match(stands(find('owed'), names, 'open'), /We do not know the phone’s own number yet/)
  for (const state of ['acknowledged', 'refused'] as const) {
    assert.equal(handsetSought(find(state)), 'unknown')
    const says = stands(find(state), names, 'open')
    assert.match(says, /does not know which phone it was, so no network can block it yet/)
    assert.doesNotMatch(says, /have asked your network/)
  }
  const known = after(1, [stop('ee', 'find-handset', null), ...some])
  assert.doesNotMatch(stands(known, names, 'open'), /which phone|own number/)
})

test('a stop that was renewed in time goes on, and one that is asked for again after its end has not started', () => {
  const renewed = [...some, stop('ee', 'block-handset', null), stop('o2', 'block-handset', null, 'owed')]
  const lanes = after(73, renewed)
  assert.deepEqual(networksOf(lanes), { all: ['ee', 'o2'], stopped: ['ee'], waiting: ['o2'], refused: [], ended: [] })
  assert.equal(haveEnded(lanes), false)
  assert.match(stands(lanes, names, 'open'), /cannot be used on EE\. O2 has not answered/)
})

const rows = fc.array(
  fc.record({
    partner: fc.constantFrom('ee', 'o2', 'three'),
    kind: fc.constantFrom('block-handset', 'suspend-line', 'lock-screen'),
    hours: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
    state: fc.constantFrom('owed', 'acknowledged', 'refused', 'dead', 'cancelled'),
  }),
  { maxLength: 8 },
)

test('B42: whatever was asked, and whenever it is read, a network is said to stop the phone only while a stop of it holds', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 120 }), (asked, hours) => {
      const lanes = after(
        hours,
        asked.map(({ partner, kind, hours, state }) => stop(partner, kind, hours, state)),
      )
      const holding = asked.filter(
        (one) => one.kind === 'block-handset' && one.state === 'acknowledged' && (one.hours ?? 1000) > hours,
      )
      const holders = new Set(holding.map(({ partner }) => partner))
      assert.deepEqual(new Set(networksOf(lanes).stopped), holders)
      assert.equal(/cannot be used/.test(stands(lanes, names, 'open')), holders.size > 0)
      assert.ok(!haveEnded(lanes) || holders.size === 0)
    }),
  )
})
