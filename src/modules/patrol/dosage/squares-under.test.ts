import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Fence, squareFence } from '#lib/patrol-plan/fences'
import { type EndedStay, endWalk, noWalk, walkOn } from '#lib/patrol-plan/walk'
import { cornerNamed, squaresUnder } from './squares-under.ts'

const square = squareFence(529_125, 181_125, 150)
const circle = (radius: number, easting = 529_125, northing = 181_125): Fence => ({
  ...{ kind: 'circle', easting, northing, radius },
})

test('B58: however many fences lie over a square, it is one; a fence that is larger stands for none', () => {
  const one = squaresUnder([square, square, circle(75), circle(50, 529_100, 181_140)])
  assert.deepEqual([...one], [['529050 181050', square]])
  for (const shape of [circle(76), circle(2000), squareFence(529_125, 181_125, 151)])
    assert.equal(squaresUnder([shape]).size, 0)
  const metres = fc.integer({ min: 100, max: 600_000 })
  fc.assert(
    fc.property(metres, metres, fc.integer({ min: 50, max: 75 }), (easting, northing, radius) => {
      const [name = ''] = squaresUnder([circle(radius, easting, northing)]).keys()
      const corner = cornerNamed(name)
      assert.ok(corner.easting <= easting && easting < corner.easting + 150)
      assert.ok(corner.northing <= northing && northing < corner.northing + 150)
    }),
  )
})

test('B58: an officer in two fences over one square, of which one ends, is there once, and as long as they were', () => {
  let walk = noWalk
  const ended: EndedStay[] = []
  for (let passed = 0; passed <= 20; passed++) {
    const fix = { time: passed * 60_000, easting: 529_130, northing: 181_120, accuracy: 10 }
    const next = walkOn(walk, fix, squaresUnder(passed < 8 ? [square, circle(75)] : [circle(75)]))
    walk = next.walk
    ended.push(...next.ended)
  }
  assert.deepEqual(
    [...ended, ...endWalk(walk)].map(({ fence, seconds }) => [fence, seconds]),
    [['529050 181050', 20 * 60]],
  )
})
