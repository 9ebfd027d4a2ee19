import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WrongInput } from '#lib/stats/wrong-input'
import calibration from '../calibration.ts'
import dbscan from '../dbscan.ts'
import jaccard from '../jaccard.ts'
import knox from '../knox.ts'
import pai from '../pai.ts'
import scan from '../scan.ts'
import type { Method } from './method.ts'
import { answerTo } from './run-method.ts'

const ask = (method: Method, more: object = {}) =>
  answerTo(method, JSON.stringify({ ...(method.example as object), ...more }))

const refusal = (method: unknown, more: object): string => {
  try {
    return ask(method as Method, more)
  } catch (error) {
    assert.ok(error instanceof WrongInput, String(error))
    return error.message
  }
}

test('points, events and days that cannot be counted are refused in a sentence that says where', () => {
  assert.match(refusal(dbscan, { points: [[0, 0, 0]] }), /points\.0/)
  assert.match(
    refusal(dbscan, {
      points: [
        [0, 0],
        [0, null],
      ],
    }),
    /points\.1: each is \[x, y\]/,
  )
  assert.match(refusal(dbscan, { points: { x: 1 } }), /points: give a list/)
  assert.match(refusal(dbscan, { points: undefined }), /points: /)
  assert.match(refusal(dbscan, { eps: 0 }), /eps: /)
  assert.match(refusal(dbscan, { min: 0 }), /min: /)
  assert.match(
    refusal(dbscan, {
      points: [
        [0, 0],
        [9e15, 0],
      ],
      eps: 1e-3,
    }),
    /too far apart for so short a distance/,
  )
  assert.match(refusal(knox, { space: [0, 100, 100] }), /space is \[0, 100, 100\]; .*ascending/)
  assert.match(refusal(knox, { time: [7] }), /time: /)
  assert.match(refusal(knox, { events: [[0, 0]] }), /events\.0/)
  assert.match(refusal(knox, { permutations: -1 }), /permutations: /)
  assert.match(refusal(pai, { counts: [1] }), /counts has 1 values; the scores need 10/)
  assert.match(refusal(pai, { areas: [22_500] }), /areas\.0: /)
})

test('forecasts and lists that cannot be held against each other are refused, and lists are told like scores', () => {
  const list = { before: [3, 5, 8], after: [5, 8, 13] }
  assert.match(refusal(jaccard, { lists: list }), /give either lists or scores/)
  assert.match(refusal(jaccard, { scores: undefined }), /give either lists or scores/)
  assert.match(refusal(jaccard, { scores: { before: [1, 2], after: [1] } }), /after has 1 values; .* need 2/)
  assert.deepEqual(JSON.parse(ask(jaccard as unknown as Method, { scores: undefined, lists: list })), { index: 0.5 })
  assert.match(refusal(calibration, { observed: [1] }), /observed has 1 values; the forecasts need 6/)
  assert.match(refusal(calibration, { expected: Array(6).fill(0) }), /foretells nothing/)
  const { groups } = JSON.parse(ask(calibration as unknown as Method, { expected: [4, 0, 0, 0, 0, 0], groups: 3 }))
  assert.deepEqual([groups.length, groups[0].observed], [1, 10])
})

test('a scan says what is missing, what is odd, and what was given twice', () => {
  assert.match(refusal(scan, { zones: [[0]] }), /give either zones or coordinates/)
  assert.match(refusal(scan, { coordinates: undefined }), /give either zones or coordinates/)
  assert.match(refusal(scan, { coordinates: [[0, 0]] }), /coordinates has 1 places and a day of counts has 4/)
  assert.match(refusal(scan, { counts: [[1, 2, 3, 4], [1]] }), /counts\[1\] has 1 places; 4 are on the first day/)
  assert.match(refusal(scan, { baselines: [[1, 1, 1, 1]] }), /baselines has 1 days and counts has 4/)
  assert.match(refusal(scan, { maxDuration: 9 }), /maxDuration is 9 and counts has 4 days/)
  assert.match(
    refusal(scan, { coordinates: undefined, zones: [[0, 7]] }),
    /zones\[0\] holds 7; a place is a number from 0 to 3/,
  )
  assert.match(refusal(scan, { counts: [[0.5, 1, 1, 1]] }), /counts\.0\.0/)
  assert.match(refusal(scan, { looks: { every: 30, oneIn: 7 } }), /looks are no rarer than alarms may be/)
})

test('answers have the shapes that an analyst was told: tables by distance and time, null where none is expected', () => {
  const near = JSON.parse(ask(knox as unknown as Method)) as {
    observed: number[][]
    ratio: (number | null)[][]
    pairs: object[]
  }
  assert.deepEqual(
    near.observed.map(({ length }) => length),
    [2, 2],
  )
  assert.equal(near.ratio[0]?.[1], null)
  assert.deepEqual(near.pairs[0], { first: 0, second: 1, metres: 50, days: 2 })
  const { clusters, alarmAt } = JSON.parse(ask(scan as unknown as Method)) as {
    clusters: { places: number[]; alarm: boolean; p: number; recurrence: number }[]
    alarmAt: number
  }
  const [first] = clusters
  assert.deepEqual([first?.places.toSorted(), first?.alarm, alarmAt], [[0, 1], true, 1 / 365])
  assert.ok(first && first.p <= alarmAt && Math.abs(first.recurrence * first.p - 1) < 1e-12)
  assert.deepEqual(JSON.parse(ask(pai as unknown as Method, { counts: Array(10).fill(0) })).hit, [null, null])
})
