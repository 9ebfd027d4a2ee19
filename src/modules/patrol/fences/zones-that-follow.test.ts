import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { given } from '#ledger/testing'
import { endZones } from '../commands/end-zones.ts'
import { moveZones } from '../commands/move-zones.ts'
import { ZonesEnded } from '../events/zones-ended.ts'
import { ZonesMoved } from '../events/zones-moved.ts'
import { movesOf } from './zones-that-follow.ts'

const zones = randomUUID()
const of = { zones, force: 'met', borough: 'camden', first: 3, until: '2026-01-08T12:00:00.000Z' }
const square = (at: number) => ({ easting: 529_050 + 150 * at, northing: 181_200 })
type Square = { fence: string; easting: number; northing: number }
const fences = (...at: number[]): Square[] => at.map((one) => ({ fence: randomUUID(), ...square(one) }))

test('B73: geofences follow a list square by square, are moved by nobody else, and ended they stay ended', () => {
  const begun = fences(0, 1, 2)
  const first = ZonesMoved.of({ ...of, begun, ended: [] })
  const moves = movesOf(begun, [square(3), square(0), square(1)], randomUUID)
  assert.deepEqual([moves?.begun.map(({ easting }) => easting), moves?.ended], [[square(3).easting], [begun[2]?.fence]])
  assert.equal(
    movesOf(begun, [square(2), square(0), square(1)], randomUUID),
    undefined,
    'in another order they are the same',
  )
  assert.equal(movesOf(begun, [], randomUUID), undefined, 'no list: nothing to follow')
  const after = given(moveZones, [first])
  assert.ok(!('refused' in after.when({ ...of, begun: moves?.begun ?? [], ended: moves?.ended ?? [] })))
  assert.deepEqual(after.when({ ...of, force: 'other', begun: fences(4), ended: [] }), { refused: 'zones-wrong' })
  assert.deepEqual(after.when({ ...of, begun: [], ended: [randomUUID()] }), { refused: 'zones-wrong' })
  assert.deepEqual(after.when({ ...of, until: '2026-01-01T11:00:00.000Z', begun: [], ended: [] }), {
    refused: 'zones-time',
  })
  const over = [first, ZonesEnded.of({ zones, force: 'met' })]
  assert.deepEqual(given(moveZones, over).when({ ...of, begun: fences(4), ended: [] }), { refused: 'zones-ended' })
  assert.deepEqual(given(endZones, [first]).when({ zones, force: 'other' }), { refused: 'no-zones' })
  assert.deepEqual(given(endZones, over).when({ zones, force: 'met' }), { refused: 'no-zones' })
})

test('whatever the lists are, in whatever order: what holds is what the last one names, each square once', () => {
  const list = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 8 }), (lists) => {
      const history: NewEvent[] = []
      let held: Square[] = []
      for (const wanted of lists) {
        const moves = movesOf(held, wanted.map(square), randomUUID)
        if (!moves) continue
        const decided = given(moveZones, history).when({ ...of, ...moves })
        assert.ok(Array.isArray(decided), JSON.stringify(decided))
        history.push(...decided)
        held = [...held.filter(({ fence }) => !moves.ended.includes(fence)), ...moves.begun]
        assert.deepEqual(
          held.map(({ easting }) => easting).toSorted((a, b) => a - b),
          wanted.map((at) => square(at).easting).toSorted((a, b) => a - b),
        )
      }
    }),
  )
})
