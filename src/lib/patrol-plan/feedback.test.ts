import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fairnessOf } from './fairness.ts'
import { feedbackOf } from './feedback.ts'

const rates = [4, 3, 2, 1.5]

test('learning from reports alone keeps patrols within 10% of the true shares after 1,000 days; from finds they run away', () => {
  const run = (learnFrom: 'reports' | 'finds', seed: number) => feedbackOf({ rates, days: 1000, seed, learnFrom })
  for (let seed = 1; seed <= 20; seed++) {
    const { furthest, given, wanted } = run('reports', seed)
    assert.ok(furthest <= 0.1, `seed ${seed}: ${furthest}`)
    assert.ok(given.every((share, area) => Math.abs(share - (wanted[area] as number)) < 0.03))
  }
  const away = Array.from({ length: 20 }, (_, seed) => run('finds', seed + 1).furthest)
  assert.ok(away.every((furthest) => furthest > 0.1))
  assert.ok(away.filter((furthest) => furthest > 0.5).length >= 15, String(away))
})

test('of two areas with the same rate, finds alone settle by luck on any share; reports settle on halves', () => {
  const run = (learnFrom: 'reports' | 'finds', seed: number) =>
    feedbackOf({ rates: [2, 2], days: 1000, seed, learnFrom, start: 1 }).given[0] as number
  const seeds = [...Array(20).keys()]
  assert.ok(seeds.every((seed) => Math.abs(run('reports', seed) - 0.5) < 0.05))
  const finds = seeds.map((seed) => run('finds', seed))
  assert.ok(Math.min(...finds) < 0.2 && Math.max(...finds) > 0.8, String(finds))
})

test('B58: visible minutes beside reports, by area and decile, are the same whether there were covert patrols or not', () => {
  const areas = [
    { area: 'A', reports: 60, decile: 1 },
    { area: 'B', reports: 30, decile: 1 },
    { area: 'C', reports: 10, decile: 9 },
    { area: 'D', reports: 0, decile: null },
  ]
  const visible = [
    { area: 'A', minutes: 200, covert: false },
    { area: 'C', minutes: 100, covert: false },
    { area: 'C', minutes: 100, covert: false },
    { area: 'Z', minutes: 30, covert: false },
  ]
  const fair = fairnessOf(visible, areas)
  assert.deepEqual(
    fair.areas.map(({ area, shareOfMinutes, shareOfReports, ratio }) => [area, shareOfMinutes, shareOfReports, ratio]),
    [
      ['A', 0.5, 0.6, 0.5 / 0.6],
      ['B', 0, 0.3, 0],
      ['C', 0.5, 0.1, 5],
      ['D', 0, 0, null],
    ],
  )
  assert.deepEqual(
    fair.deciles.map(({ decile, minutes, reports }) => [decile, minutes, reports]),
    [
      [1, 200, 90],
      [9, 200, 10],
      [null, 0, 0],
    ],
  )
  assert.ok(Math.abs(fair.overlap - 0.6) < 1e-12)
  assert.equal(fair.elsewhere, 30)
  const covert = ['A', 'B', 'Z'].map((area) => ({ area, minutes: 999, covert: true }))
  assert.deepEqual(fairnessOf([...covert, ...visible], areas), fair)
  assert.equal(fairnessOf([], areas).overlap, 0)
})
