import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gazetteer } from './gazetteer.ts'

const metres = fc.integer({ min: 0, max: 4000 })
const place = fc.record({ easting: metres, northing: metres, accuracyMetres: fc.constantFrom(75, 900) })

test('the name near a point is that of the nearest place within a kilometre, of equal ones the first', () => {
  fc.assert(
    fc.property(fc.array(place), metres, metres, (places, easting, northing) => {
      const named = places.map(
        (one, at) => ({ ...one, name: `Place ${at}`, kind: 'station', area: '', thefts: 0 }) as const,
      )
      const away = (one: (typeof named)[number]) => Math.hypot(one.easting - easting, one.northing - northing)
      const [nearest] = named
        .filter((one) => one.accuracyMetres <= 500 && away(one) <= 1000)
        .sort((a, b) => away(a) - away(b))
      assert.equal(gazetteer(named).nameNear({ easting, northing }), nearest?.name)
    }),
  )
})
