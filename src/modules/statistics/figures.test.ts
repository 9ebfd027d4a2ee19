import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { defineMeasure } from './define-measure.ts'
import { figuresOf, monthsOf, publish } from './figures.ts'
import { measures } from './public.ts'

const period = { from: '2026-01', to: '2026-04' }

async function thefts() {
  const found = (await measures()).find(({ slug }) => slug === 'thefts-reported')
  assert.ok(found)
  return found
}

test('B59: a month with fewer than five thefts is not published, and a month with none is shown as none', async (t) => {
  const { owner, server } = await testDatabase(t)
  await owner.pool.query(
    `insert into theft_report_count select gen_random_uuid(), 'met', '2026-01' from generate_series(1, 7)`,
  )
  await owner.pool.query(
    `insert into theft_report_count select gen_random_uuid(), 'met', '2026-02' from generate_series(1, 4)`,
  )
  assert.deepEqual(await figuresOf(server.kysely, await thefts(), period), [
    { month: '2026-01', value: 7, tooFew: false },
    { month: '2026-02', value: null, tooFew: true },
    { month: '2026-03', value: 0, tooFew: false },
  ])
})

test('a demo organisation never enters a published figure', async (t) => {
  const { owner, server } = await testDatabase(t)
  await owner.pool.query(
    `insert into organisation (slug, name, sort, demo) values ('pretend', 'Pretend', 'force', true)`,
  )
  await owner.pool.query(
    `insert into theft_report_count select gen_random_uuid(), 'pretend', '2026-01' from generate_series(1, 50)`,
  )
  const [january] = await figuresOf(server.kysely, await thefts(), period)
  assert.deepEqual(january, { month: '2026-01', value: 0, tooFew: false })
})

test('a measure that reaches past what is published fails instead of counting it', async (t) => {
  const { server } = await testDatabase(t)
  const nosy = defineMeasure<{ event: { month: string; of: number; value: number } }>({
    ...(await thefts()),
    compute: (db) => db.selectFrom('event').selectAll().execute(),
  })
  await assert.rejects(figuresOf(server.kysely, nosy, period), /relation "event" does not exist/)
})

test('no count from one to four is ever shown, whatever the value', () => {
  fc.assert(
    fc.property(fc.nat(4), fc.double({ noNaN: true }), (of, value) => {
      const figure = publish({ month: '2026-01', of, value }, 5)
      assert.equal(figure.value, of === 0 ? 0 : null)
    }),
  )
})

test('a period across a new year names each month once', () => {
  assert.deepEqual(monthsOf({ from: '2025-11', to: '2026-02' }), ['2025-11', '2025-12', '2026-01'])
  assert.deepEqual(monthsOf({ from: '2026-02', to: '2026-02' }), [])
})
