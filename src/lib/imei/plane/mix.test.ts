import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyKey } from '#test/support/plane'
import { mix, unmix } from './mix.ts'

const below47Bits = fc.bigInt({ min: 0n, max: 2n ** 47n - 1n }).map(Number)

test('every number of 47 bits is mixed into one of 47 bits, and comes back', () => {
  fc.assert(
    fc.property(fc.oneof(below47Bits, anyKey, fc.constantFrom(0, 2 ** 47 - 1)), (key) => {
      const mixed = mix(key)
      assert.ok(Number.isInteger(mixed) && mixed >= 0 && mixed < 2 ** 47)
      assert.equal(unmix(mixed), key)
      assert.equal(mix(unmix(key)), key)
    }),
    { numRuns: 5000 },
  )
})

// Of 2^20 keys thrown at random into 2^17 places, 8 on average, the fullest gets some 26; chance gives 32 once in a
// thousand tries. Their count in a place varies by as much as its mean.
test('keys that follow each other, or lie in step, fall as evenly as if by chance', () => {
  for (const step of [1, 2, 10, 16, 1000, 4000, 4096, 65_536, 1_000_000, 2 ** 24])
    for (const first of [0, 35 * 10 ** 12, 86_123_456_000_000]) {
      const places = new Uint32Array(2 ** 17)
      for (let n = 0; n < 2 ** 20; n++) {
        const at = Math.floor(mix(first + n * step) / 2 ** 30)
        places[at] = (places[at] ?? 0) + 1
      }
      const fullest = places.reduce((most, many) => Math.max(most, many), 0)
      const variance = places.reduce((sum, many) => sum + (many - 8) ** 2, 0) / places.length
      assert.ok(fullest <= 40, `step ${step} from ${first}: ${fullest} in one place`)
      assert.ok(variance < 9, `step ${step} from ${first}: variance ${variance}`)
    }
})
