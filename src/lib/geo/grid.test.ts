import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { circleAround, gridOf, lonLatOf, metresBetween } from './grid.ts'

// Points of Ordnance Survey's own test data for OSTN15 (ETRS89 to the National Grid).
const known = [
  [1.71607397, 52.65800783, 651409, 313177],
  [-6.29977752014, 49.9222639373, 91492, 11318],
] as const

test('points whose place on the National Grid is published come out within seven metres', () => {
  for (const [lon, lat, easting, northing] of known)
    assert.ok(metresBetween(gridOf({ lon, lat }), { easting, northing }) < 7, `${lon} ${lat}`)
})

const inLondon = fc.record({
  lon: fc.double({ min: -0.6, max: 0.4, noNaN: true }),
  lat: fc.double({ min: 51.2, max: 51.8, noNaN: true }),
})

test('there and back again is within a metre', () => {
  fc.assert(
    fc.property(inLondon, (point) => {
      const there = gridOf(point)
      assert.ok(metresBetween(gridOf(lonLatOf(there)), there) <= 1)
    }),
  )
})

test('a circle around circles holds each of them whole', () => {
  const metres = fc.integer({ min: 0, max: 60_000 })
  const circle = fc.record({ easting: metres, northing: metres, accuracyMetres: fc.integer({ min: 0, max: 2000 }) })
  fc.assert(
    fc.property(fc.array(circle, { minLength: 1, maxLength: 12 }), (parts) => {
      const all = circleAround(parts)
      for (const part of parts) assert.ok(metresBetween(all, part) + part.accuracyMetres <= all.accuracyMetres)
    }),
  )
})
