import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellCounts } from '#lib/cells/counts'
import { firstDayOf } from '#lib/cells/moment'
import { theftsADay } from './rate-now.ts'

const from = 2018 * 12
/** So many thefts in each month, from January 2018, all in one cell. */
function counted(months: readonly number[]) {
  const counts = cellCounts(1, 91)
  for (const [at, weight] of months.entries())
    if (weight > 0) counts.add(0, { day: firstDayOf(from + at) + 15, month: from + at, weight })
  return { counts, day: firstDayOf(from + months.length) }
}
const aMonth = (months: readonly number[]) => {
  const look = counted(months)
  return theftsADay(look) * look.counts.decayed.at(0, look.day) * 30.4375
}
const near = (value: number, wanted: number) => assert.ok(Math.abs(value / wanted - 1) < 0.1, `${value}, not ${wanted}`)

test('after a lockdown, and after months that were never read in, a day is expected as since then and not as before', () => {
  const usual = Array<number>(26).fill(4000)
  near(aMonth(usual), 4000)
  near(aMonth([...usual, 760]), 760)
  near(aMonth([...usual, 760, 800, 780, 790]), 790)
  near(aMonth([...usual, ...Array<number>(20).fill(0), 6000, 6100, 5900]), 6000)
})

test('with fewer than four whole months the rate is read off the decayed count alone', () => {
  assert.equal(theftsADay(counted([10, 10, 10])), Math.LN2 / 91)
  assert.equal(theftsADay(counted([])), Math.LN2 / 91)
})
