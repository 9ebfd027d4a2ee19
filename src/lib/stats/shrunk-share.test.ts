import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seeded } from './random.ts'
import { shrunkShares } from './shrunk-share.ts'

const part = fc
  .record({ all: fc.nat(60), some: fc.nat() })
  .map(({ all, some }) => ({ all, of: all > 0 ? some % (all + 1) : 0 }))

test('a share is drawn towards that of all, never past it or past its own, and the more the less there is', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), (parts) => {
      const { weight, shares } = shrunkShares(parts)
      const all = parts.reduce((sum, one) => sum + one.all, 0)
      const mean = all > 0 ? parts.reduce((sum, { of }) => sum + of, 0) / all : 0
      for (const [at, one] of parts.entries()) {
        const own = one.all > 0 ? one.of / one.all : mean
        const share = shares[at] as number
        assert.ok(share >= Math.min(own, mean) - 1e-12 && share <= Math.max(own, mean) + 1e-12)
        // By the formula itself, written out.
        assert.ok(Math.abs(share * (one.all + weight) - (one.of + weight * mean)) < 1e-6 * (1 + weight))
      }
    }),
  )
})

test('where places are alike they are drawn together; where they differ each keeps its own', () => {
  const random = seeded(5)
  const drawn = (chance: (at: number) => number) =>
    Array.from({ length: 200 }, (_, at) => ({
      all: 40,
      of: Array.from({ length: 40 }, () => random.next() < chance(at)).filter(Boolean).length,
    }))
  const alike = shrunkShares(drawn(() => 0.1))
  assert.ok(alike.weight > 200, `${alike.weight}`)
  const apart = shrunkShares(drawn((at) => (at % 2 ? 0.02 : 0.5)))
  assert.ok(apart.weight < 10, `${apart.weight}`)
  const [high = 0, low = 0] = apart.shares
  assert.ok(high > 0.3 && low < 0.2)
})

test('nobody, or everybody: the share of all, without a division by nought', () => {
  assert.deepEqual([...shrunkShares([{ of: 0, all: 5 }]).shares], [0])
  assert.deepEqual([...shrunkShares([{ of: 0, all: 0 }]).shares], [0])
  assert.deepEqual([...shrunkShares([{ of: 5, all: 5 }]).shares], [1])
})
