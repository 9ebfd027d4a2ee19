import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StatusCode } from '#lib/imei/plane/status'
import { openDraft } from './draft.ts'

test('a plane that grows says of every key what a map says, and gives back all it holds', () => {
  const key = fc.oneof(
    fc.constantFrom(0, 1, 1e14 - 1, 49015420323751),
    fc.integer({ min: 0, max: 60 }).map((n) => 35_693_803_564_380 + n),
    fc.integer({ min: 0, max: 60 }).map((n) => n * 2 ** 32),
    fc.maxSafeNat().map((n) => n % 1e14),
  )
  const status = fc.constantFrom<StatusCode>(0, 1, 2, 3)
  fc.assert(
    fc.property(fc.array(fc.tuple(key, status), { maxLength: 200 }), fc.array(key), (deeds, others) => {
      const plane = openDraft(4)
      const truth = new Map<number, StatusCode>()
      for (const [one, is] of deeds) {
        plane.set(one, is)
        truth.set(one, is)
        assert.equal(plane.statusOf(one), is)
      }
      for (const one of [...truth.keys(), ...others]) assert.equal(plane.statusOf(one), truth.get(one) ?? 0)
      const { keys, statuses } = plane.columns()
      const held = [...keys].map((one, n) => [one, statuses[n]] as const)
      assert.deepEqual(new Map(held), new Map([...truth].filter(([, is]) => is !== 0)))
      assert.equal(held.length, new Set(keys).size)
    }),
  )
})

test('neighbouring serial numbers of many models do not crowd each other', () => {
  const plane = openDraft()
  for (let n = 0; n < 300_000; n++) plane.set((35_000_000 + (n % 30)) * 1e6 + Math.floor(n / 30), 3)
  for (let n = 0; n < 300_000; n++) {
    assert.equal(plane.statusOf((35_000_000 + (n % 30)) * 1e6 + Math.floor(n / 30)), 3)
    assert.equal(plane.statusOf((35_000_000 + (n % 30)) * 1e6 + 500_000 + Math.floor(n / 30)), 0)
  }
})
