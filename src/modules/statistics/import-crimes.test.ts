import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { importCrimes, policeUk, type RejectedCrime, theftPoints, WrongLayout } from './import-crimes.ts'

const header = policeUk.header.join()
const id = (of: string) => of.repeat(64)
const row = (over: Partial<Record<'id' | 'month' | 'by' | 'lon' | 'lat' | 'lsoa' | 'type', string>> = {}) => {
  const one = { id: id('a'), month: '2023-01', by: 'City of London Police', lon: '-0.1', lat: '51.51', ...over }
  return `${one.id},${one.month},${one.by},${one.by},${one.lon},${one.lat},On or near X,${over.lsoa ?? 'E01000001'},City,${over.type ?? 'Theft from the person'},,`
}

test('rows of data.police.uk are taken or named with their reason, and none stops the rest', async (t) => {
  const { server } = await testDatabase(t)
  const rejected: RejectedCrime[] = []
  const lines = [
    header,
    row(),
    row(), // the same crime again
    row({ id: '' }), // no id: anti-social behaviour
    row({ id: '' }),
    row({ id: id('b'), lon: '', lat: '' }), // no place
    row({ id: id('c'), lsoa: 'E01035716' }), // a code of 2021 in a file with codes of 2011
    row({ id: id('d'), lon: '2.35', lat: '48.85' }),
    row({ id: id('e'), lon: '', lat: '51.5' }),
    row({ id: id('f'), month: '2023-13' }),
    row({ id: 'short' }),
    row({ id: id('0'), type: '' }),
    'too,few',
  ]
  const read = () =>
    importCrimes(server.pool, Readable.from([`\ufeff${lines.join('\r\n')}\r\n`]), 'x.csv', policeUk, {
      pauseMs: 0,
      onRejected: (one) => rejected.push(one),
    })
  const first = await read()
  assert.deepEqual(
    rejected.splice(0).map(({ line, reason }) => `${line} ${reason}`),
    ['3 repeated', '8 outside-area', '9 coordinates', '10 month', '11 crime-id', '12 crime-type', '13 columns'],
  )
  assert.deepEqual([first.rows, first.rejected, first.withoutPoint], [5, 7, 1])
  assert.deepEqual(await read(), first)
  assert.equal((await server.pool.query('select from street_crime')).rowCount, 5)
})

test('the eight real files of the City of London are read whole, twice with one result', async (t) => {
  const { server } = await testDatabase(t)
  const folder = new URL('../../../data/police-uk/', import.meta.url)
  const reasons = new Map<string, number>()
  const counts = { rows: 0, rejected: 0, withoutPoint: 0 }
  const readAll = async () => {
    for (const month of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const name = `2023-0${month}-city-of-london-street.csv`
      const file = createReadStream(new URL(`${name}.gz`, folder)).pipe(createGunzip())
      const result = await importCrimes(server.pool, file, name, policeUk, {
        ...{ batchRows: 2000, pauseMs: 0 },
        onRejected: ({ reason }) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1),
      })
      for (const key of ['rows', 'rejected', 'withoutPoint'] as const) counts[key] += result[key]
    }
  }
  await readAll()
  const content = async () =>
    (
      await server.pool.query('select count(*)::int, md5(string_agg(s::text, $1 order by id)) from street_crime s', [
        '|',
      ])
    ).rows
  const once = await content()
  assert.equal(counts.rows + counts.rejected, 5973)
  assert.equal(counts.withoutPoint, 440) // of 468; the others repeat a crime
  assert.deepEqual([...reasons.keys()].sort(), ['repeated'])
  await readAll()
  assert.deepEqual(await content(), once)
})

test('a file of another layout is refused with a reason, and nothing of it is taken', async (t) => {
  const { server } = await testDatabase(t)
  for (const text of ['', 'a,b\n1,2\n', `${theftPoints.header.join()}\n2018-02,-0.1,51.5,Camden,3\n`])
    await assert.rejects(importCrimes(server.pool, Readable.from([text]), 'x.csv', policeUk), WrongLayout)
  assert.equal((await server.pool.query('select from street_crime')).rowCount, 0)
})

test('no text whatever makes the reader fail: each row is written or rejected', async (t) => {
  const { server } = await testDatabase(t)
  const odd = fc.string({ unit: 'binary', maxLength: 30 })
  const line = fc.oneof(
    odd,
    fc.array(odd, { minLength: 12, maxLength: 12 }).map((fields) => fields.join(',')),
    fc.record({ lon: odd, lat: odd, month: odd }).map((over) => row({ id: '', ...over })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const clean = lines.map((one) => one.replaceAll('"', "'")) // a stray quote swallows lines, as CSV says
      const text = Buffer.from([header, ...clean].join('\n'))
      const { rows, rejected } = await importCrimes(server.pool, Readable.from([text]), 'x.csv', policeUk, {
        pauseMs: 0,
      })
      assert.ok(rows >= 0 && rejected >= 0)
    }),
    { numRuns: 100 },
  )
})
