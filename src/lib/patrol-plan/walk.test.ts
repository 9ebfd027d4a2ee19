import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dosageOf } from './dosage.ts'
import { type Fence, metresOutside, squareFence } from './fences.ts'
import { type EndedStay, endWalk, type Fix, noWalk, walkOn } from './walk.ts'

const fences = new Map<string, Fence>([
  ['square', squareFence(0, 0, 150)],
  ['circle', { kind: 'circle', easting: 60, northing: 0, radius: 80 }],
  ['far', squareFence(400, 0, 150)],
])

/** Metres in a second and seconds on: mostly a walk, now and then a leap, a silence, or a phone that knows little. */
const step = fc.record({
  seconds: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 5, max: 60 }) }, fc.integer({ min: 0, max: 400 })),
  east: fc.oneof({ weight: 8, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) }, fc.constant(400)),
  accuracy: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 3, max: 40 }) }, fc.constant(300)),
})

const fixesOf = (steps: readonly { seconds: number; east: number; accuracy: number }[]): Fix[] => {
  let [time, easting] = [0, -200]
  return steps.map(({ seconds, east, accuracy }) => {
    time += seconds * 1000
    easting += east * seconds
    return { time, easting, northing: 10, accuracy }
  })
}

test('position by position, with none of the way kept, visits are those of the whole track', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const fixes = fixesOf(steps)
      let walk = noWalk
      const ended: EndedStay[] = []
      for (const fix of fixes) {
        // As the table is asked: what it lies in, and what is open.
        const near = [...fences].filter(
          ([id, fence]) => id in walk.fences || metresOutside(fence, fix.easting, 10) <= 0,
        )
        const next = walkOn(walk, fix, new Map(near))
        walk = next.walk
        ended.push(...next.ended)
      }
      ended.push(...endWalk(walk))
      const of = (pick: (fix: Fix) => number) => Float64Array.from(fixes, pick)
      const whole = dosageOf(
        {
          ...{ times: of(({ time }) => time), eastings: of(({ easting }) => easting) },
          ...{ northings: of(({ northing }) => northing), accuracies: of(({ accuracy }) => accuracy) },
        },
        [...fences.values()],
      )
      const names = [...fences.keys()]
      const sorted = (visits: { fence: string; enters: number; leaves: number }[]) =>
        visits.map(({ fence, enters, leaves }) => `${fence} ${enters.toFixed(3)} ${leaves.toFixed(3)}`).toSorted()
      assert.deepEqual(
        sorted(ended),
        sorted(whole.visits.map((visit) => ({ ...visit, fence: names[visit.fence] as string }))),
      )
    }),
    { numRuns: 400 },
  )
})

test('a fence that is taken away ends the stay when its officer was last seen there', () => {
  const at = (seconds: number): Fix => ({ time: seconds * 1000, easting: 0, northing: 0, accuracy: 5 })
  let walk = noWalk
  for (const seconds of [0, 30, 60, 90]) walk = walkOn(walk, at(seconds), fences).walk
  const { walk: after, ended } = walkOn(walk, at(120), new Map())
  assert.deepEqual(
    ended.map(({ fence, seconds }) => [fence, seconds]),
    [
      ['square', 90],
      ['circle', 90],
    ],
  )
  assert.deepEqual(after.fences, {})
})
