import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wilson } from './wilson.ts'

const near = (is: number, want: number, within = 5e-5) => assert.ok(Math.abs(is - want) < within, `${is} ${want}`)

test('the interval of a share is Wilson’s, as printed by Newcombe (Statistics in Medicine 17 (1998) 857, table I)', () => {
  for (const [of, all, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const found = wilson(of, all)
    near(found.low, low)
    near(found.high, high)
  }
})

test('its ends are where a score test just does not reject; it holds the share, and is the mirror of what is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (all, some) => {
      const of = some % (all + 1)
      const { share, low, high } = wilson(of, all)
      assert.ok(0 <= low && low <= share && share <= high && high <= 1)
      for (const end of [low, high])
        if (end > 0 && end < 1) near(Math.abs(share - end) / Math.sqrt((end * (1 - end)) / all), 1.96, 1e-3)
      const other = wilson(all - of, all)
      near(other.low, 1 - high, 1e-12)
      near(other.high, 1 - low, 1e-12)
    }),
  )
})

test('on the mean over true shares it holds the truth in 95% of all counts, by going through every count', () => {
  let [held, tried] = [0, 0]
  const all = 40
  for (let truth = 0.01; truth < 1; truth += 0.01) {
    let chance = (1 - truth) ** all
    for (let of = 0; of <= all; of++) {
      const { low, high } = wilson(of, all)
      if (low <= truth && truth <= high) held += chance
      chance *= ((all - of) * truth) / ((of + 1) * (1 - truth))
    }
    tried += 1
  }
  near(held / tried, 0.95, 0.01)
})

test('what is no part of all is refused', () => {
  for (const [of, all] of [
    [1, 0],
    [3, 2],
    [-1, 2],
    [0.5, 2],
  ] as const)
    assert.throws(() => wilson(of, all))
})
