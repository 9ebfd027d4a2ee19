import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { adjust, adjustCounted, benjaminiHochberg } from './fdr.ts'

/** The step-up rule as Benjamini and Hochberg say it: reject the k smallest, k the largest with p(k) ≤ k·q/n. */
function rejectedByRule(p: readonly number[], q: number): boolean[] {
  const sorted = [...p].sort((a, b) => a - b)
  const last = sorted.findLastIndex((value, at) => value <= ((at + 1) * q) / p.length)
  return p.map((value) => last >= 0 && value <= (sorted[last] as number))
}

test('the correction is that of the paper: its 15 tests at 0.05 leave four', () => {
  const p = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
  ]
  const { rejected, adjusted } = benjaminiHochberg(p, 0.05)
  assert.equal(rejected.filter(Boolean).length, 4)
  assert.ok(Math.abs((adjusted[3] as number) - (0.0095 * 15) / 4) < 1e-15)
})

test('whatever is tested, the rejected are those of the step-up rule, and adjusting keeps the order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 40 }), (eighths) => {
      const p = eighths.map((value) => value / 64)
      const { adjusted, rejected } = benjaminiHochberg(p, 0.3)
      assert.deepEqual(rejected, rejectedByRule(p, 0.3))
      for (const [at, one] of p.entries())
        for (const [also, other] of p.entries())
          if (one <= other) assert.ok((adjusted[at] as number) <= (adjusted[also] as number))
    }),
    { seed: 5, numRuns: 200 },
  )
})

test('tests counted by their p are adjusted as one by one', () => {
  const counted = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(counted, (groups) => {
      const [p, times] = [groups.map(([ninths]) => ninths / 9), groups.map(([, n]) => n)]
      const one = adjust(groups.flatMap(([ninths, n]) => Array<number>(n).fill(ninths / 9)))
      const expanded = adjustCounted(p, times).flatMap((q, at) => Array<number>(times[at] as number).fill(q))
      for (const [at, q] of expanded.entries()) assert.ok(Math.abs(q - (one[at] as number)) < 1e-12)
    }),
  )
})

test('what is no p-value is refused', () => {
  assert.throws(() => benjaminiHochberg([0.5, Number.NaN]), /p\[1\] is NaN/)
  assert.throws(() => benjaminiHochberg([-0.1]), /p\[0\] is -0.1/)
  assert.throws(() => benjaminiHochberg([0.5], 1), /q is 1/)
})
