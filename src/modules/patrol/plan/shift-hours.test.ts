import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellCounts } from '#lib/cells/counts'
import { dayOf } from '#lib/cells/moment'
import { londonCells } from '../cells/london-cells.ts'
import { shiftHours } from './shift-hours.ts'

const london = londonCells()
const own = (name: string) =>
  [...london.boroughOf.keys()].filter((cell) => london.boroughOf[cell] === london.boroughs.indexOf(name))
const [camden, barnet, bromley] = [own('Camden'), own('Barnet'), own('Bromley')]
const day = dayOf(2026, 11, 27)
const [evening, morning] = [new Date('2026-11-27T18:00:00.000Z'), new Date('2026-11-27T06:00:00.000Z')]
const friday = (hour: number) => 4 * 24 + hour

type Had = { readonly cells: readonly number[]; readonly hours: readonly number[] }

/** Thefts in squares, four in each, at hours of the week in turn; an hour below 0 is not known. */
function look(had: readonly Had[], source: 'published' | 'reports' = 'published') {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const { cells, hours } of had)
    for (const [at, hour] of hours.entries()) {
      const when = hour < 0 ? {} : { hourOfWeek: hour }
      counts.add(cells[Math.floor(at / 4)] as number, { day, month: 2026 * 12 + 10, ...when })
    }
  return { counts, london, day, source }
}

const times = (many: number, hour: number) => Array.from({ length: many }, () => hour)

test('B73: what is expected is that of the hours and the day of a shift; a borough with few hours goes by the city’s', () => {
  const spread = Array.from({ length: 336 }, (_, at) => at % 168)
  const here = look([
    { cells: camden, hours: [...times(400, friday(19)), ...spread] },
    { cells: barnet, hours: times(400, friday(7)) },
  ])
  const late = shiftHours(here, evening, 4)
  const early = shiftHours(here, morning, 4)
  assert.ok(late.byHour && early.byHour)
  // 408 of 736 at these four hours; 408 of 1,136 in the city; a hundred of the city's are taken with a borough's own.
  const [alike, city] = [4 / 168, (408 + 100 * (4 / 168)) / 1236]
  assert.ok(Math.abs(late.times('Camden') - (408 + 100 * city) / 836 / alike) < 1e-6)
  assert.ok(Math.abs(late.times('Barnet') - (100 * city) / 500 / alike) < 1e-6)
  assert.ok(early.times('Barnet') > 20 && early.times('Camden') < 5)
  assert.ok(Math.abs(late.times('Bromley') - city / alike) < 1e-6, 'nothing of its own: the city’s')
  const saturday = shiftHours(here, new Date('2026-11-28T18:00:00.000Z'), 4)
  assert.ok(saturday.times('Camden') < 1, 'the same hours of another day are other ones')
})

test('B73: where no hour is known every hour is alike, and that is said; hours that a map hides are used by no plan', () => {
  const none = shiftHours(look([{ cells: camden, hours: times(100, -1) }]), evening, 4)
  assert.deepEqual([none.byHour, none.times('Camden')], [false, 1])
  // Of exact reports: nine squares with three or more tell no hours, twelve of the city do, and Barnet's three of those do not.
  const few = look([{ cells: camden, hours: times(36, friday(19)) }], 'reports')
  assert.deepEqual([shiftHours(few, evening, 4).byHour, shiftHours(few, evening, 4).times('Camden')], [false, 1])
  const more = look(
    [
      { cells: camden, hours: times(36, friday(19)) },
      { cells: barnet, hours: times(12, friday(7)) },
    ],
    'reports',
  )
  const told = shiftHours(more, morning, 4)
  assert.ok(told.byHour)
  assert.equal(told.times('Barnet'), told.times('Bromley'), 'the city’s, for both')
})

test('over a week of shifts a borough has what it would have if all hours were alike: nothing is made up, nothing lost', () => {
  const hour = fc.integer({ min: 0, max: 167 })
  fc.assert(
    fc.property(fc.array(hour, { minLength: 1, maxLength: 60 }), fc.array(hour, { maxLength: 60 }), (a, b) => {
      const here = look([
        { cells: camden, hours: a },
        { cells: bromley, hours: b },
      ])
      const monday = Date.parse('2026-11-23T00:00:00.000Z')
      const shifts = Array.from({ length: 21 }, (_, at) => shiftHours(here, new Date(monday + at * 8 * 3_600_000), 8))
      for (const name of ['Camden', 'Bromley', 'Barnet']) {
        const all = shifts.reduce((sum, shift) => sum + shift.times(name), 0)
        assert.ok(Math.abs(all / 21 - 1) < 1e-6, `${name} ${all / 21}`)
      }
    }),
    { numRuns: 10 },
  )
})
