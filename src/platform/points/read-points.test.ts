import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Columns, MissingColumn, rowReader } from './point-rows.ts'
import { filesOf, inWords, readPoints } from './read-points.ts'

const columns: Columns = { date: 'month', x: 'longitude', y: 'latitude', degrees: true }

const kept = await mkdtemp(join(tmpdir(), 'points-'))
test.after(() => rm(kept, { recursive: true, force: true }))
const file = async (name: string, bytes: string | Buffer) => {
  await writeFile(join(kept, name), bytes)
  return join(kept, name)
}

test('every row is taken or counted by its reason: none is dropped in silence', async () => {
  const rows = [
    '\uFEFF"month","longitude","latitude","what, exactly"',
    '2019-03,-0.14,51.51,"a ""quoted"" word, with a comma"',
    '2019-03-05T18:05,-0.15,51.52,x',
    '2019-03,,,x',
    '2019-03,0,0,x',
    '2019-13,-0.14,51.51,x',
    '2019-03,abc,51.51,x',
    '2019-03,-0.14,151.51,x',
    '2019-03,-0.14,51.51',
  ].join('\r\n')
  const plain = await file('plain.csv', rows)
  const packed = await file('packed.csv.gz', gzipSync(rows))
  const { points, files } = await readPoints([plain, packed], columns)
  const expected = { 'no-coordinates': 1, 'null-island': 1, date: 1, coordinates: 2, columns: 1 }
  assert.deepEqual(
    files,
    [plain, packed].map((name) => ({ file: name, rows: 8, taken: 2, leftOut: expected })),
  )
  assert.deepEqual(
    [points.length, points.x[1], points.hourOfWeek[1], points.hourOfWeek[0], points.monthOnly],
    [4, -0.15, 42, -1, true],
  )
  assert.match(inWords(files), /plain\.csv: 2 of 8 rows taken\n {2}1 left out: it has no coordinates\n/)
})

test('a folder of data.police.uk is every street file in it; of a Crime ID that is there twice one is taken', async () => {
  const header =
    'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
  const row = (id: string, month: string, type: string) => `${id},${month},,,-0.1,51.5,,,,${type},,`
  await mkdir(join(kept, 'uk', '2023-01'), { recursive: true })
  await mkdir(join(kept, 'uk', '2023-02'))
  await mkdir(join(kept, 'empty'))
  await file(
    'uk/2023-01/2023-01-x-street.csv',
    [header, row('a', '2023-01', 'Robbery'), row('', '2023-01', 'Robbery'), ''].join('\n'),
  )
  await file(
    'uk/2023-02/2023-02-x-street.csv.gz',
    gzipSync([header, row('a', '2023-02', 'Robbery'), row('b', '2023-02', 'Burglary')].join('\n')),
  )
  await file('uk/2023-02/2023-02-x-outcomes.csv', 'nothing')
  const files = await filesOf([join(kept, 'uk')])
  assert.equal(files.length, 2)
  const police = { date: 'Month', x: 'Longitude', y: 'Latitude', degrees: true, id: 'Crime ID' }
  const robbery = { ...police, where: [{ column: 'Crime type', value: 'Robbery' }] }
  const { points, files: read } = await readPoints(files, robbery)
  assert.deepEqual([points.length, read[1]?.leftOut], [2, { repeated: 1, 'not-asked-for': 1 }])
  await assert.rejects(filesOf([join(kept, 'empty')]), /without a file like/)
})

test('what cannot be read is said with what there is instead', async () => {
  const good = await file('good.csv', 'month,lon,lat\n2019-03,1,2\n')
  await assert.rejects(
    readPoints([good], columns),
    (error: Error) =>
      error instanceof MissingColumn &&
      /good\.csv: There is no column longitude\. There are: month, lon, lat\./.test(error.message),
  )
  await assert.rejects(readPoints([await file('nothing.csv', '')], columns), /is empty/)
  await assert.rejects(readPoints([join(kept, 'none.csv.gz')], columns), /none\.csv\.gz cannot be read/)
  await assert.rejects(readPoints([await file('bad.csv.gz', 'no gzip at all')], columns), /bad\.csv\.gz cannot be read/)
  await assert.rejects(
    readPoints([await file('quote.csv', 'month,longitude,latitude\n2019-03,"1,2\n')], columns),
    /quote\.csv cannot be read/,
  )
})

test('a date is read in the order that was named, by either clock, and never in another', () => {
  const read = (text: string, first?: 'day' | 'month') => {
    const row = rowReader(['month', 'longitude', 'latitude'], { ...columns, first })([text, '1', '2'])
    return typeof row === 'string' ? row : row.day
  }
  fc.assert(
    fc.property(
      fc.record({
        ...{ day: fc.integer({ min: 1, max: 28 }), month: fc.integer({ min: 1, max: 12 }) },
        ...{ year: fc.integer({ min: 1900, max: 2199 }), hour: fc.nat(23), minute: fc.nat(59) },
        ...{ sign: fc.constantFrom('/', '.', '-'), isPadded: fc.boolean(), isTwelve: fc.boolean() },
      }),
      ({ day, month, year, hour, minute, sign, isPadded, isTwelve }) => {
        const two = (value: number) => String(value).padStart(isPadded ? 2 : 1, '0')
        const minutes = String(minute).padStart(2, '0')
        const half = hour < 12 ? 'AM' : 'PM'
        const time = isTwelve ? `${two(hour % 12 || 12)}:${minutes} ${half}` : `${two(hour)}:${minutes}`
        const wanted = Date.UTC(year, month - 1, day, hour, minute) / 86_400_000
        const texts = { day: [day, month], month: [month, day] } as const
        for (const first of ['day', 'month'] as const) {
          const text = `${texts[first].map(two).join(sign)}${sign}${year} ${time}`
          assert.ok(Math.abs(Number(read(text, first)) - wanted) < 1e-6, text)
          assert.equal(read(text), 'date')
          if (day > 12) assert.equal(read(text, first === 'day' ? 'month' : 'day'), 'date')
          assert.equal(read(`${year}-03-31`, first), 'date')
        }
      },
    ),
  )
  assert.equal(read('03/31/2019 11:30:00 PM', 'month'), read('2019-03-31T23:30'))
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789/.-: APM') })),
      fc.constantFrom('day', 'month', undefined),
      (text, first) => assert.ok(['number', 'string'].includes(typeof read(text, first))),
    ),
  )
})

test('no row breaks the judge: it is a point with numbers, or one of the reasons', () => {
  const judge = rowReader(['month', 'longitude', 'latitude', 'n'], { ...columns, count: 'n' })
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('', '2019-03', '2019-03-31', '-0.1', '51.5', '1e999', 'Infinity', '0x10', ' 3 '),
  )
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 6 }), (fields) => {
      const row = judge(fields)
      if (typeof row !== 'string')
        for (const value of [row.x, row.y, row.weight, row.day]) assert.ok(Number.isFinite(value))
    }),
  )
  fc.assert(
    fc.property(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: 1, max: 89, noNaN: true }),
      fc.nat(99),
      (x, y, n) => {
        const row = judge(['2019-03', String(x), String(y), String(n)])
        assert.ok(typeof row !== 'string')
        assert.deepEqual([row.x, row.y, row.weight], [x + 0, y, n]) // no −0
      },
    ),
  )
})
