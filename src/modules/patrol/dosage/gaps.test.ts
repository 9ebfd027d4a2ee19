import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gapsOf, type Seen } from './gaps.ts'

const many = (count: number, borough: string, hourOfWeek: number) =>
  Array.from({ length: count }, () => ({ borough, hourOfWeek }))
const friday = 4 * 24
const [night, evening, saturday] = [friday + 2, friday + 20, 5 * 24 + 2]

test('B93: the gaps are the boroughs and parts of the week with reports and hardly any patrol, and beside them is what was before', () => {
  const reports = [...many(20, 'Camden', night), ...many(20, 'Camden', evening), ...many(10, 'Barnet', saturday)]
  const visits = [
    { borough: 'Camden', hourOfWeek: evening, minutes: 300 },
    { borough: 'Barnet', hourOfWeek: saturday, minutes: 15 },
  ]
  const before = { reports, visits: [{ borough: 'Camden', hourOfWeek: night, minutes: 200 }] }
  const { gaps, closed, share, shareBefore } = gapsOf({ reports, visits }, before)
  assert.deepEqual(gaps, [
    {
      ...{ borough: 'Camden', part: 'Monday to Friday, midnight to 6 am', reports: 20, minutes: 0 },
      ...{ reportsBefore: 20, minutesBefore: 200, isNew: true },
    },
    {
      ...{ borough: 'Barnet', part: 'Saturday and Sunday, midnight to 6 am', reports: 10, minutes: 15 },
      ...{ reportsBefore: 10, minutesBefore: 0, isNew: false },
    },
  ])
  assert.deepEqual([closed, share, shareBefore], [1, 0.6, 0.6])
})

test('B93: where nobody patrolled all is a gap, and no gap is told of one to four reports', () => {
  const nobody = gapsOf({ reports: [...many(5, 'Camden', night), ...many(4, 'Barnet', night)], visits: [] }, none)
  assert.deepEqual(
    nobody.gaps.map(({ borough }) => borough),
    ['Camden'],
  )
  assert.deepEqual(gapsOf(none, none), { gaps: [], closed: 0, share: undefined, shareBefore: undefined })
  const when = fc.record({ borough: fc.constantFrom('a', 'b', 'c'), hourOfWeek: fc.nat(167) })
  const visit = when.chain((one) => fc.record({ ...consts(one), minutes: fc.nat(60) }))
  fc.assert(
    fc.property(fc.array(when, { maxLength: 60 }), fc.array(visit), (reports, visits) => {
      const { gaps, share = 0 } = gapsOf({ reports, visits }, none)
      const all = visits.reduce((sum, one) => sum + one.minutes, 0)
      for (const one of gaps)
        assert.ok(one.reports >= 5 && (all === 0 || one.minutes < (one.reports * all) / reports.length))
      assert.ok(share >= 0 && share <= 1)
    }),
  )
})

const none: Seen = { reports: [], visits: [] }
const consts = (one: { borough: string; hourOfWeek: number }) => ({
  borough: fc.constant(one.borough),
  hourOfWeek: fc.constant(one.hourOfWeek),
})
