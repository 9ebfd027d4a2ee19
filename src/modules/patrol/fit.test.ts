import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mostOfficers, mostTurns } from './alert.ts'
import { fenceAround, fitOfficers, type Placed } from './fit.ts'

const now = '2026-11-24T14:00:00.000Z'
const metres = fc.integer({ min: 0, max: 3000 })
const placed: fc.Arbitrary<Omit<Placed, 'officer'>> = fc.record({
  easting: metres,
  northing: metres,
  accuracyMetres: fc.integer({ min: 0, max: 2000 }),
  turns: fc.integer({ min: 0, max: mostTurns }),
  tenant: fc.constant('met'),
  shift: fc.uuid(),
  freshUntil: fc.constantFrom('2026-11-24T13:59:59.999Z', now, '2026-11-24T14:00:00.001Z', '2026-11-24T14:10:00.000Z'),
})
const place = fc.record({ easting: metres, northing: metres, accuracyMetres: fc.integer({ min: 0, max: 2000 }) })

test('B68: who is told are the nearest of those who are fit, as looking at everybody one by one finds them', () => {
  fc.assert(
    fc.property(place, fc.array(placed, { maxLength: 60 }), (where, some) => {
      const officers = some.map((one, at) => ({ ...one, officer: `o${String(at).padStart(3, '0')}` }))
      const told = fitOfficers(where, officers, now)
      const fence = fenceAround(where)
      const distance = (one: Placed) =>
        Math.sqrt((one.easting - where.easting) ** 2 + (one.northing - where.northing) ** 2)
      const fit = officers.filter(
        (one) =>
          fence !== undefined &&
          distance(one) <= fence &&
          one.freshUntil > now &&
          one.turns < mostTurns &&
          one.accuracyMetres <= 1000,
      )
      assert.equal(told.length, Math.min(mostOfficers, fit.length))
      // Each one told is fit, and nobody who was left out is nearer than anybody told.
      const chosen = told.map(({ officer }) => fit.find((one) => one.officer === officer))
      const farthest = Math.max(0, ...chosen.map((one) => (one ? distance(one) : Number.NaN)))
      for (const one of fit) assert.ok(chosen.includes(one) || distance(one) >= farthest)
      assert.deepEqual(
        told.map(({ turn }) => turn),
        chosen.map((one) => (one?.turns ?? 0) + 1),
      )
    }),
  )
})

test('the fence is 800 metres, wider around a wide place, and there is none around a borough', () => {
  const at = { easting: 0, northing: 0 }
  assert.equal(fenceAround({ ...at, accuracyMetres: 0 }), 800)
  assert.equal(fenceAround({ ...at, accuracyMetres: 845 }), 1245)
  assert.equal(fenceAround({ ...at, accuracyMetres: 1501 }), undefined)
})
