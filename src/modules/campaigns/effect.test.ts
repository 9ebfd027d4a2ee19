import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { effectOf } from './effect.ts'

const months = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `2026-${String(from + at).padStart(2, '0')}`)
const published = (here: (month: string) => number) =>
  months(1, 12).map((month) => ({ month, here: here(month), everywhere: 1000 }))

test('B74: a campaign’s effect is the months before beside as many after, here and in all of London', () => {
  const effect = effectOf(
    { starts: '2026-05-10', ends: '2026-06-20' },
    published((month) => (month < '2026-05' ? 100 : 80)),
  )
  assert.deepEqual(effect, {
    before: { from: '2026-03', to: '2026-04', here: 200, everywhere: 2000 },
    after: { from: '2026-07', to: '2026-08', here: 160, everywhere: 2000 },
    change: { here: -20, everywhere: 0 },
  })
})

test('B74: months that are not published are not guessed, and few thefts are not compared', () => {
  assert.equal(
    effectOf(
      { starts: '2026-12-01', ends: '2026-12-31' },
      published(() => 100),
    ).after,
    undefined,
  )
  const few = effectOf(
    { starts: '2026-05-01', ends: '2026-05-31' },
    published(() => 29),
  )
  assert.deepEqual([few.before?.here, few.change], [29, undefined])
})

test('B74: whatever the days, the two spans are equally long, touch no day of the campaign and are in order', () => {
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  const all = Array.from({ length: 12 * 16 }, (_, at) => ({
    month: `${2018 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    here: 50,
    everywhere: 500,
  }))
  fc.assert(
    fc.property(day, fc.nat(366), (start, days) => {
      const starts = start.toISOString().slice(0, 10)
      const ends = new Date(start.getTime() + days * 86_400_000).toISOString().slice(0, 10)
      const { before, after } = effectOf({ starts, ends }, all)
      assert.ok(before && after)
      assert.ok(before.to < starts.slice(0, 7) && after.from > ends.slice(0, 7))
      assert.equal(before.here, after.here)
    }),
  )
})
