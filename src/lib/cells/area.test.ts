import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areaOf, extentOfArea, hullOf, maskOf } from './area.ts'
import { cellAt, centreOf, gridOver } from './grid.ts'

type Corners = [number, number][]
const corner = fc.tuple(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 30, noNaN: true }))
const ring = fc.array(corner, { minLength: 3, maxLength: 8 })
const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })

/** By the book: a ray to the east crosses the outline an odd number of times. */
const inside = (rings: Corners[], x: number, y: number) =>
  rings
    .flatMap((one) => one.map((b, at) => [one.at(at - 1) as [number, number], b] as const))
    .filter(([[x1, y1], [x2, y2]]) => y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)).length %
    2 ===
  1

const passes = (rings: Corners[], cx: number, cy: number, half: number) =>
  rings.some((one) =>
    one.some(([x2, y2], at) => {
      const [x1, y1] = one.at(at - 1) as [number, number]
      // Clip the edge to the square (Liang and Barsky).
      let [from, to] = [0, 1]
      for (const [step, distance] of [
        [x1 - x2, x1 - (cx - half)],
        [x2 - x1, cx + half - x1],
        [y1 - y2, y1 - (cy - half)],
        [y2 - y1, cy + half - y1],
      ] as const) {
        if (step === 0 && distance < 0) return false
        if (step < 0) from = Math.max(from, distance / step)
        if (step > 0) to = Math.min(to, distance / step)
      }
      return from <= to
    }),
  )

test('a cell is of the area when its centre lies inside, or the outline runs through it: holes, parts and crossings included', () => {
  fc.assert(
    fc.property(polygons, (parts) => {
      const area = areaOf({ type: 'MultiPolygon', coordinates: parts })
      const grid = gridOver(extentOfArea(area), 3)
      const mask = maskOf(area, grid)
      for (let cell = 0; cell < mask.length; cell++) {
        const [x, y] = centreOf(grid, cell)
        const isIn = parts.some((rings) => inside(rings, x, y))
        if (isIn || parts.some((rings) => passes(rings, x, y, 1.5 - 1e-9))) assert.equal(mask[cell], 1, `cell ${cell}`)
        else if (!parts.some((rings) => passes(rings, x, y, 1.5 + 1e-9))) assert.equal(mask[cell], 0, `cell ${cell}`)
      }
    }),
    { numRuns: 60 },
  )
})

test('no point inside the area is outside of its cells, a hole is, and every shape of GeoJSON is read', () => {
  const box = (from: number, to: number) => [
    [from, from],
    [to, from],
    [to, to],
    [from, to],
    [from, from],
  ]
  const geometry = { type: 'Polygon', coordinates: [box(0, 100), box(40, 60)] }
  for (const shape of [
    geometry,
    { type: 'Feature', geometry, properties: {} },
    {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', geometry },
        { type: 'Feature', geometry: null },
      ],
    },
    { type: 'GeometryCollection', geometries: [geometry] },
  ]) {
    const area = areaOf(shape)
    const grid = gridOver(extentOfArea(area), 7)
    const mask = maskOf(area, grid)
    assert.equal(mask[cellAt(grid, 50, 50)], 0)
    for (const [x, y] of [
      [0.1, 0.1],
      [99.9, 50],
      [39, 50],
      [50, 61],
    ] as const)
      assert.equal(mask[cellAt(grid, x, y)], 1)
  }
})

test('what is no area is refused with a sentence, whatever it is', () => {
  for (const shape of [
    null,
    7,
    {},
    { type: 'Point', coordinates: [0, 0] },
    { type: 'Polygon', coordinates: [[['a', 1]]] },
  ])
    assert.throws(() => areaOf(shape), /^TypeError: The area /)
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        areaOf(value)
      } catch (error) {
        assert.ok(error instanceof TypeError && error.message.startsWith('The area '))
      }
    }),
  )
})

test('the outline around points holds every one of them and has no dent', () => {
  fc.assert(
    fc.property(fc.array(corner, { minLength: 3, maxLength: 40 }), (points) => {
      const area = hullOf(
        points.map(([x]) => x),
        points.map(([, y]) => y),
      )
      const grid = gridOver(extentOfArea(area), 1)
      const mask = maskOf(area, grid)
      for (const [x, y] of points) assert.equal(mask[cellAt(grid, x, y)], 1)
    }),
  )
})
