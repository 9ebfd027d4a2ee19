import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OrdersOfDay, partnerGapsOf } from './late-partners.ts'

const noon = (daysAgo: number) => new Date(Date.parse('2027-01-15T12:00:00Z') - daysAgo * 86_400_000)
const day = (daysAgo: number, orders: number, late: number, silent = 0, partner = 'north'): OrdersOfDay => ({
  ...{ partner, name: 'North', sort: 'operator', daysAgo, orders, late, silent },
  firstMissed: late + silent > 0 ? noon(daysAgo) : null,
})
const shown = (rows: readonly OrdersOfDay[]) =>
  partnerGapsOf(rows).gaps.map(({ partner, trend, since }) => [partner, trend, since?.toISOString().slice(0, 10)])

test('B93: a partner that misses five orders and a tenth is a gap, with since when and against the week before', () => {
  assert.deepEqual(shown([day(0, 40, 4), day(8, 40, 0)]), [], 'four late answers are no gap')
  assert.deepEqual(shown([day(0, 60, 5), day(8, 40, 0)]), [], 'nor is less than a tenth')
  const fresh = [day(0, 10, 4, 2), day(1, 10, 1), day(2, 10, 0), day(3, 10, 6), day(9, 10, 0)]
  assert.deepEqual(shown(fresh), [['north', 'new', '2027-01-14']])
  assert.deepEqual(shown([day(0, 20, 10), day(4, 0, 0), day(5, 10, 5), day(9, 20, 4), day(9, 20, 2)]), [
    ['north', 'worse', '2027-01-06'],
  ])
  assert.deepEqual(shown([day(0, 40, 5), day(9, 20, 12), day(12, 20, 0)]), [['north', 'better', '2027-01-06']])
  assert.deepEqual(shown([day(0, 20, 10), day(13, 20, 10)]), [['north', 'same', undefined]], 'as long as we look back')
  const { closed, asked } = partnerGapsOf([day(0, 20, 0), day(9, 20, 12), day(8, 9, 0, 9, 'south')])
  assert.deepEqual([closed, asked], [2, 1])
})

test('B93: whatever partners answer, a gap is one that missed a tenth and five this week, and no partner is there twice', () => {
  const row = fc
    .record({
      ...{ partner: fc.constantFrom('a', 'b', 'c'), daysAgo: fc.nat(13), orders: fc.nat(30) },
      ...{ late: fc.nat(15), silent: fc.nat(15) },
    })
    .map(({ partner, daysAgo, orders, late, silent }) => day(daysAgo, orders + late + silent, late, silent, partner))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const { gaps, asked, closed } = partnerGapsOf(rows)
      assert.equal(new Set(gaps.map(({ partner }) => partner)).size, gaps.length)
      assert.ok(gaps.length <= asked && gaps.length + closed <= 3)
      for (const one of gaps) {
        const own = rows.filter(({ partner, daysAgo }) => partner === one.partner && daysAgo < 7)
        const missed = own.reduce((sum, { late, silent }) => sum + late + silent, 0)
        assert.equal(one.late + one.silent, missed)
        assert.ok(missed >= 5 && missed * 10 >= one.orders)
        assert.ok(one.since === undefined || one.since >= noon(13))
      }
    }),
  )
})
