import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gridOf } from '#lib/geo/grid'
import { codeFor, projectionOf } from './projection.ts'

const near = (a: readonly [number, number], b: readonly [number, number], within: number) =>
  assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) <= within, `${a} is not ${b}`)

test('a place is put on the map that fits it, and comes back', () => {
  const { easting, northing } = gridOf({ lon: -0.1419, lat: 51.5152 })
  near(projectionOf(27700)?.forward(-0.1419, 51.5152) ?? [0, 0], [easting, northing], 0)
  // A row of Vancouver's open data, which gives both.
  near(projectionOf(32610)?.forward(-123.133088, 49.28014) ?? [0, 0], [490_320.299, 5_458_606.9208], 0.2)
  for (const [lon, lat, code] of [
    [-0.14, 51.5, 27700],
    [-123.1, 49.3, 32610],
    [-43.2, -22.9, 32723],
    [-87.6, 41.9, 3435],
    [-122.68, 45.52, 2913],
  ] as const) {
    const map = projectionOf(code)
    near(map?.inverse(...(map?.forward(lon, lat) ?? [0, 0])) ?? [0, 0], [lon, lat], 1e-5)
  }
})

test('the map is chosen by the place, and a code that nobody knows is none', () => {
  assert.deepEqual(
    [codeFor(-0.14, 51.5), codeFor(-87.6, 41.9), codeFor(-43.2, -22.9), codeFor(180, 0)],
    [27700, 32616, 32723, 32660],
  )
  assert.equal(projectionOf(999_999), undefined)
  assert.equal(projectionOf(27700.5), undefined)
})
