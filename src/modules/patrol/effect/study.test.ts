import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { poisson, seeded } from '#lib/stats/random'
import { controlsEach, matchControls, ringsAround } from './match-controls.ts'
import { stepsTold } from './steps-told.ts'
import { type Counted, studyOf } from './study.ts'

const grid = { west: 0, south: 0, cell: 150, rows: 60, cols: 60 }
const mask = new Uint8Array(grid.rows * grid.cols).fill(1)

test('around one square lie four at its sides, then its four corners; further squares are in no ring', () => {
  const middle = 30 * 60 + 30
  const rings = ringsAround(grid, [middle])
  const of = (ring: number) => [...rings].filter(([, at]) => at === ring).map(([cell]) => cell - middle)
  assert.deepEqual(of(0), [0])
  assert.deepEqual(
    of(1).toSorted((a, b) => a - b),
    [-60, -1, 1, 60],
  )
  assert.deepEqual(
    of(2).toSorted((a, b) => a - b),
    [-61, -59, 59, 61],
  )
  assert.equal(ringsAround(grid, [0]).size, 4, 'at the edge of the grid')
})

test('controls had as many thefts before, within a tenth or one; none is used twice; what is like no other is left out and said', () => {
  const had = fc.array(fc.nat(40), { minLength: 4, maxLength: 60 })
  fc.assert(
    fc.property(had, fc.integer({ min: 1, max: 10 }), fc.nat(99), (counts, many, seed) => {
      const earlier = new Map(counts.map((count, cell) => [cell, count]))
      const patrolled = [...counts.keys()].slice(0, Math.min(many, counts.length - 1))
      const candidates = [...counts.keys()].slice(patrolled.length)
      const matched = matchControls(patrolled, candidates, earlier, seed)
      assert.equal(new Set(matched.controls).size, matched.controls.length)
      assert.equal(matched.controls.length, matched.patrolled.length * controlsEach)
      assert.deepEqual(
        [...matched.patrolled, ...matched.unlike].toSorted((a, b) => a - b),
        patrolled,
      )
      for (const [at, control] of matched.controls.entries()) {
        const wanted = counts[matched.patrolled[Math.floor(at / controlsEach)] as number] as number
        assert.ok(Math.abs((counts[control] as number) - wanted) <= Math.max(1, wanted / 10))
      }
      assert.deepEqual(matchControls(patrolled, candidates, earlier, seed), matched)
    }),
  )
})

const weeks = { steps: 12, aside: 26, halfLife: 13 }
const byPlace = () => [...Array(60).keys()].map((at) => Math.floor(at / 10) * 60 * 9 + (at % 10) * 5 + 61)

/** The squares that a list made on the day would name: those with most thefts, each counting half after a half-life. */
function byScore(before: readonly Counted[]): number[] {
  const score = new Float64Array(mask.length)
  for (const { cell, step, thefts } of before)
    score[cell] = (score[cell] as number) + thefts * 0.5 ** (-step / weeks.halfLife)
  return [...mask.keys()].sort((a, b) => (score[b] as number) - (score[a] as number)).slice(0, 60)
}

/** Weeks of a town; squares keep their own rate, and `change` is what patrols do to theirs. */
function town(seed: number, change: number, chosen: (before: readonly Counted[]) => number[] = byPlace) {
  const random = seeded(seed)
  const rates = Float64Array.from(mask, () => 0.05 + random.next() ** 3)
  const thefts: Counted[] = []
  const pass = (from: number, to: number, changed: ReadonlySet<number>) => {
    for (const [cell, rate] of rates.entries())
      for (let step = from; step < to; step++) {
        const count = poisson(rate * (changed.has(cell) ? change : 1), random)
        if (count > 0) thefts.push({ cell, step, thefts: count })
      }
  }
  pass(-weeks.aside - weeks.steps, 0, new Set())
  const patrolled = chosen(thefts)
  pass(0, weeks.steps, new Set(patrolled))
  return { thefts, patrolled }
}

test('an effect that was planted is found; where nothing was done none is shown, and it is said so', () => {
  const asked = { grid, mask, ...weeks, seed: 5 }
  const found = studyOf({ ...asked, ...town(1, 0.5) })
  assert.equal(found.effect?.verdict, 'fewer')
  assert.ok(found.effect.ratio > 0.35 && found.effect.ratio < 0.65, `${found.effect.ratio}`)
  assert.equal(found.squares + found.unlike, 60)
  let wrong = 0
  for (let seed = 1; seed <= 8; seed++) {
    const { effect } = studyOf({ ...asked, ...town(seed, 1) })
    if (effect?.verdict !== 'none shown') wrong += 1
    else assert.match(effect.says, /^No effect was shown/)
  }
  assert.ok(wrong <= 2, `${wrong} of 8 at one in twenty`)
  const [step] = found.steps
  assert.equal(found.steps.length, 24)
  assert.ok((step?.control ?? 0) > (step?.patrolled ?? 0))
})

test('patrols that change nothing, sent where the list says, show no effect as often as is said: luck that ends by itself is none', () => {
  let [alarms, compared, found] = [0, 0, 0]
  for (let seed = 1; seed <= 16; seed++) {
    const none = studyOf({ grid, mask, ...weeks, seed, ...town(seed, 1, byScore) })
    if (none.effect?.verdict !== 'none shown') alarms += 1
    compared += none.squares
    if (seed > 4) continue
    const half = studyOf({ grid, mask, ...weeks, seed, ...town(seed, 0.5, byScore) })
    if (half.effect?.verdict === 'fewer') found += 1
  }
  assert.ok(alarms <= 3, `${alarms} of 16 at one in twenty`)
  assert.ok(compared >= 16 * 6, `${compared / 16} squares compared`)
  assert.ok(found >= 3, `${found} of 4 halved`)
})

test('with fewer than two squares to compare nothing is said', () => {
  const { effect, moved, squares } = studyOf({ grid, mask, ...weeks, seed: 1, patrolled: [], thefts: [] })
  assert.deepEqual([effect, moved, squares], [undefined, [], 0])
})

test('of few squares no step says that one or two were taken in them; of ten, and of published thefts, it does', () => {
  const steps = [{ patrolled: 2, control: 0, rings: [1, 3] as const }]
  const few = 'fewer than 3'
  assert.deepEqual(stepsTold('reports', { squares: 9, steps }), [{ patrolled: few, control: 0, rings: [few, 3] }])
  assert.deepEqual(stepsTold('reports', { squares: 10, steps }), steps)
  assert.deepEqual(stepsTold('published', { squares: 2, steps }), steps)
})
