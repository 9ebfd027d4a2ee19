import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lonLatOf, metresBetween } from './grid.ts'
import { readPoint } from './read-point.ts'

test('one place is read alike from degrees in either order, from a grid reference and from metres', () => {
  const charingCross = { easting: 530_030, northing: 180_380 }
  for (const written of ['TQ 3003 8038', 'tq30038038', 'TQ 30030 80380', '530030, 180380', '530030 180380'])
    assert.deepEqual(readPoint(written), charingCross, written)
  for (const written of ['51.50740, -0.12770', '-0.12770 51.50740', '51.5074° -0.1277°'])
    assert.ok(metresBetween(readPoint(written) ?? { easting: 0, northing: 0 }, charingCross) < 20, written)
  // Ordnance Survey's own example: Ben Nevis.
  assert.deepEqual(readPoint('NN 166 712'), { easting: 216_600, northing: 771_200 })
})

test('what is no place in Great Britain is not guessed at', () => {
  for (const written of [
    '',
    'Oxford Circus',
    '48.85, 2.35',
    '51.5',
    'TQ 300 8038',
    'TI 3003 8038',
    '0, 0',
    'TQ 3003 803',
    'ZZ 00 00',
  ])
    assert.equal(readPoint(written), undefined, written)
  fc.assert(
    fc.property(fc.string(), (text) => {
      const point = readPoint(text)
      if (point) assert.ok(point.easting >= -200_000 && point.northing >= -200_000 && Number.isInteger(point.easting))
    }),
  )
})

test('every point written down is read back', () => {
  const points = fc.record({
    easting: fc.integer({ min: 300_000, max: 600_000 }),
    northing: fc.integer({ min: 100_000, max: 400_000 }),
  })
  fc.assert(
    fc.property(points, (point) => {
      assert.deepEqual(readPoint(`${point.easting} ${point.northing}`), { ...point })
      const { lon, lat } = lonLatOf(point)
      assert.ok(
        metresBetween(readPoint(`${lat.toFixed(6)}, ${lon.toFixed(6)}`) ?? { easting: 0, northing: 0 }, point) <= 1.5,
      )
    }),
  )
})
