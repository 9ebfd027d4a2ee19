import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { defineMeasure, type Measure } from './define-measure.ts'
import { figuresOf, type Line, monthsOf, publish } from './figures.ts'
import { measures } from './public.ts'

const period = { from: '2026-01', to: '2026-04' }

async function measure(slug: string): Promise<Measure> {
  const found = (await measures()).find((one) => one.slug === slug)
  assert.ok(found)
  return found
}

const values = (lines: readonly Line[], column: string) =>
  lines.map(({ cells }) => (cells[column]?.status === 'shown' ? cells[column].value : cells[column]?.status))

test('B59: a month with fewer than five thefts is not published nor to be had from the total; one with none is shown', async (t) => {
  const { owner, server } = await testDatabase(t)
  for (const [month, thefts] of Object.entries({ '2025-12': 99, '2026-01': 7, '2026-02': 4, '2026-03': 30 }))
    await owner.pool.query(
      `insert into theft_report_count select gen_random_uuid(), 'met', $1 from generate_series(1, $2::int)`,
      [month, thefts],
    )
  const { months, total, groups } = await figuresOf(server.kysely, await measure('thefts-reported'), {
    ...period,
    to: '2026-05',
  })
  assert.deepEqual(values(months, 'thefts'), ['too-few', 'too-few', 30, 0])
  assert.deepEqual(values([total], 'thefts'), [41])
  assert.deepEqual(groups, [])
})

test('a demo organisation never enters a published figure, nor a real one a simulated figure', async (t) => {
  const { owner, server } = await testDatabase(t)
  await owner.pool.query(
    `insert into organisation (slug, name, sort, demo) values ('pretend', 'Pretend', 'force', true)`,
  )
  for (const [tenant, thefts] of Object.entries({ pretend: 50, met: 20 })) {
    await owner.pool.query(
      `insert into theft_report_count select gen_random_uuid(), $1, '2026-01' from generate_series(1, $2::int)`,
      [tenant, thefts],
    )
    await owner.pool.query(
      `with theft as (insert into measured_case (case_id, tenant, reported_at)
         select gen_random_uuid(), $1, '2026-01-05T10:00Z' from generate_series(1, $2::int) returning case_id)
       insert into measured_stop select case_id, 'net', 'block-handset', '2026-01-05T10:00Z', '2026-01-05T10:01Z' from theft`,
      [tenant, thefts],
    )
  }
  for (const [slug, column] of [
    ['thefts-reported', 'thefts'],
    ['recovery-rate', 'cases'],
    ['time-to-block', 'asked'],
    ['time-to-useless', 'cases'],
    ['longest-silence', 'cases'],
  ] as const) {
    const one = await measure(slug)
    const [real] = values((await figuresOf(server.kysely, one, period)).months, column)
    const [pretend] = values((await figuresOf(server.kysely, one, period, 'simulated')).months, column)
    assert.deepEqual([slug, real, pretend], [slug, 20, 50])
  }
})

test('B01: a promise is kept when the next word or the end came by the time that was said, and counts in the month of that time', async (t) => {
  const { owner, server } = await testDatabase(t)
  const tell = (ended: string | null, ...words: (readonly [at: string, next: string | null])[]) =>
    owner.pool.query(
      `with theft as (insert into measured_case (case_id, tenant, reported_at, ended_at)
         select gen_random_uuid(), 'met', '2026-01-05T10:00Z', $1 from generate_series(1, 10) returning case_id)
       insert into measured_message (case_id, at, next)
         select case_id, (word ->> 0)::timestamptz, (word ->> 1)::timestamptz from theft, jsonb_array_elements($2) word`,
      [ended, JSON.stringify(words)],
    )
  await tell(null, ['2026-01-05T10:00Z', '2026-01-06T10:00Z'], ['2026-01-06T10:00Z', null])
  await tell(null, ['2026-01-05T10:00Z', '2026-01-06T10:00Z'], ['2026-01-06T10:01Z', '2026-02-20T10:00Z'])
  const ended = '2026-01-06T09:00Z'
  await tell(ended, ['2026-01-05T10:00Z', '2026-01-06T10:00Z'], ['2026-01-06T09:01Z', '2026-02-03T10:00Z'])
  const { months, total } = await figuresOf(server.kysely, await measure('promises-kept'), period)
  assert.deepEqual(values(months, 'promises'), [30, 10, 0])
  assert.deepEqual(values(months, 'kept'), [20, 0, 0])
  assert.deepEqual(values([total], 'percent'), [50])
})

test('B42: a silence keeps the promise as long as the time that was said before it: a day, five working days, 28 days', async (t) => {
  const { owner, server } = await testDatabase(t)
  const say = (ended: string, ...words: (readonly [at: string, next: string | null])[]) =>
    owner.pool.query(
      `with theft as (insert into measured_case (case_id, tenant, reported_at, ended_at)
         select gen_random_uuid(), 'met', '2026-01-05T10:00Z', $1 from generate_series(1, 10) returning case_id)
       insert into measured_message (case_id, at, next)
         select case_id, (word ->> 0)::timestamptz, (word ->> 1)::timestamptz from theft, jsonb_array_elements($2) word`,
      [ended, JSON.stringify(words)],
    )
  const [first, second] = [
    ['2026-01-06T09:50Z', '2026-01-13T10:00Z'],
    ['2026-01-13T09:50Z', '2026-02-10T10:00Z'],
  ] as const
  await say('2026-02-10T09:00Z', first, second)
  await say('2026-02-10T09:00Z', first, ['2026-01-14T09:50Z', '2026-02-11T10:00Z'])
  await say('2026-02-11T09:00Z', first, ['2026-01-12T09:50Z', null], second)
  const { months } = await figuresOf(server.kysely, await measure('longest-silence'), period)
  assert.deepEqual(values(months, 'cases'), [30, 30, 0])
  assert.deepEqual(values(months, 'kept'), [20, 20, 0])
})

test('a measure that reaches past what is published fails instead of counting it', async (t) => {
  const { server } = await testDatabase(t)
  const nosy = defineMeasure<{ event: { month: string } }>({
    ...(await measure('thefts-reported')),
    compute: (db) => db.selectFrom('event').select('month').execute(),
  })
  await assert.rejects(figuresOf(server.kysely, nosy, period), /relation "event" does not exist/)
})

const rate = defineMeasure({
  slug: 'rate',
  title: 'Rate',
  plain: 'A rate.',
  columns: [
    { key: 'cases', says: 'Cases', unit: 'thefts' },
    { key: 'found', says: 'Found', unit: 'handsets', within: 'cases' },
    { key: 'percent', says: 'Share', unit: 'percent', part: 'found', whole: 'cases' },
    { key: 'median', says: 'Half', unit: 'seconds', over: 'found' },
  ],
  chart: 'percent',
  hideBelow: 5,
  caveats: [],
  compute: () => Promise.resolve([]),
})

test('a share or a time is shown only where the counts it rests on are, and none is made up from nothing', () => {
  const count = fc.record({ cases: fc.nat(20), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.tuple(count, count, count), (months) => {
      const counted = monthsOf(period).map((month, at) => {
        const { cases = 0, share = 0 } = months[at] ?? {}
        const found = Math.round(cases * share)
        return { month, cases, found, median: found > 0 ? 1500 : null }
      })
      const sum = (key: 'cases' | 'found') => counted.reduce((total, one) => total + one[key], 0)
      const all = { month: null, cases: sum('cases'), found: sum('found'), median: 1500 }
      const { months: lines } = publish(rate, [...counted, all], period)
      for (const [at, { cells }] of lines.entries()) {
        const { cases = 0, found = 0 } = counted[at] ?? {}
        const { cases: c, found: f, percent, median } = cells
        if (found > 0 && (found < 5 || (cases - found > 0 && cases - found < 5))) assert.equal(f?.status, 'too-few')
        if (f?.status === 'too-few' || c?.status === 'too-few') assert.equal(percent?.status, 'too-few')
        else assert.equal(percent?.status, cases === 0 ? 'none' : 'shown')
        if (f?.status === 'shown') assert.equal(median?.status, found === 0 ? 'none' : 'shown')
        else assert.equal(median?.status, 'too-few')
      }
    }),
  )
})

test('a period across a new year names each month once', () => {
  assert.deepEqual(monthsOf({ from: '2025-11', to: '2026-02' }), ['2025-11', '2025-12', '2026-01'])
  assert.deepEqual(monthsOf({ from: '2026-02', to: '2026-02' }), [])
})
