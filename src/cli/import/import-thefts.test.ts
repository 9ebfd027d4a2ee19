import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { projectionOf } from '#lib/cells/projection'
import { testDatabase } from '#test/support/database'
import { columnsOf, WrongUse } from '../points/columns.ts'
import { failed, keep, NotRecorded, readThefts } from './import-thefts.ts'

const folder = await mkdtemp(join(tmpdir(), 'thefts-'))
test.after(() => rm(folder, { recursive: true, force: true }))
const file = async (name: string, rows: readonly string[]) => {
  const text = rows.join('\n')
  await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text)
  return join(folder, name)
}

const usual = { date: 'Month', lon: 'Longitude', lat: 'Latitude' }
const forces = { ...usual, date: 'occ_date', x: 'X', y: 'Y', dayFirst: true }
const header = 'ref,occ_date,X,Y,what'

test('B13: a force’s own list is read by the columns it has; each row that is left out is named with its line and why', async () => {
  const list = await file('own.csv.gz', [
    header,
    'a,05/03/2026 18:05,529050.4,181200.9,Theft from the person',
    'b,6/3/2026,529099,181249,Theft from the person', // the same square of 150 m
    'c,31/02/2026,529050,181200,Theft from the person',
    'd,2026-03-05,529050,181200,Theft from the person',
    'e,05/03/2026,,,Theft from the person',
    'f,05/03/2026,400000,181200,Theft from the person',
    'g,05/03/2026,529050,181200,Burglary',
    'h,05/03/2026,529050,181200',
  ])
  const left: string[] = []
  const where = ['what=Theft from the person']
  const { files, rows } = await readThefts([list], { ...forces, where }, (_, line, reason) =>
    left.push(`${line} ${reason}`),
  )
  assert.deepEqual(left, [
    ...['4 date', '5 date', '6 no-coordinates', '7 outside-area', '8 not-asked-for', '9 columns'],
  ])
  assert.equal(files[0]?.taken, 2)
  const [[month, lon, lat, borough, thefts] = [], ...others] = rows
  assert.deepEqual([month, borough, thefts, others], ['2026-03', 'Westminster', '2', []])
  // The middle of the square, and nobody’s door.
  const [x, y] = projectionOf(27700)?.forward(Number(lon), Number(lat)) ?? []
  assert.deepEqual([Math.round(x ?? 0), Math.round(y ?? 0)], [529_125, 181_275])
})

test('the same thefts on any map, in degrees, or counted by row give the same squares', async () => {
  const [lon, lat] = projectionOf(27700)?.inverse(529_075, 181_225) ?? [0, 0]
  const [x, y] = projectionOf(32630)?.forward(lon, lat) ?? []
  const read = async (rows: string[], options: Partial<Parameters<typeof columnsOf>[0]>) =>
    (await readThefts([await file('one.csv', rows)], { ...usual, ...options }, () => undefined)).rows
  const inMetres = await read([header, 'a,05/03/2026,529075,181225,'], forces)
  assert.deepEqual(await read([header, `a,05/03/2026,${x},${y},`], { ...forces, epsg: '32630' }), inMetres)
  assert.deepEqual(await read(['month,longitude,latitude,n', `2026-03,${lon},${lat},1`], { count: 'n' }), inMetres)
  const refused = { epsg: '4', ...forces }
  await assert.rejects(
    read([header, 'a,05/03/2026,1,1,'], refused),
    /--epsg 4: nobody here knows this map\. Give its text with --proj/,
  )
  await assert.rejects(read(['month,longitude,latitude'], { epsg: '27700' }), /name these columns too/)
  await assert.rejects(read(['day,X,Y'], {}), /There is no column Month\. There are: day, X, Y\./)
  assert.throws(() => columnsOf({ ...usual, x: 'X' }), /--x and --y go together/)
})

test('a month of a borough is what its newest list says; every other stands, and nothing is counted twice', async (t) => {
  const { server, owner } = await testDatabase(t)
  const read = async (rows: string[]) => {
    const made = await readThefts([await file('list.csv', [header, ...rows])], forces, () => undefined)
    return keep(server as never, made.files, made.rows)
  }
  const counted = async () =>
    (
      await server.pool.query(
        'select month, borough, sum(thefts::int)::int as thefts from theft_point group by 1, 2 order by 1, 2',
      )
    ).rows.map(({ month, borough, thefts }) => `${month} ${borough} ${thefts}`)
  const westminster = (day: string) => `,${day},529050,181200,`
  const camden = ',05/03/2026,529500,184500,'
  assert.deepEqual(await read([westminster('05/03/2026'), westminster('06/03/2026'), camden]), {
    ...{ replaced: 0, again: 0 },
  })
  const first = ['2026-03 Camden 1', '2026-03 Westminster 2']
  assert.deepEqual(await counted(), first)
  assert.deepEqual(await read([westminster('05/03/2026'), westminster('06/03/2026'), camden]), {
    ...{ replaced: 3, again: 1 },
  })
  assert.deepEqual(await counted(), first)
  await read([westminster('07/03/2026'), westminster('01/04/2026')])
  assert.deepEqual(await counted(), ['2026-03 Camden 1', '2026-03 Westminster 1', '2026-04 Westminster 1'])
  // A file that is gone before it is written, and a ledger that takes nothing after it.
  const list = await file('list.csv', [header, westminster('01/05/2026')])
  const { files, rows } = await readThefts([list], forces, () => undefined)
  const gone = files.map((one) => ({ ...one, file: join(folder, 'gone.csv') }))
  await assert.rejects(keep(server as never, gone, rows), /ENOENT/)
  assert.equal((await counted()).length, 3, 'nothing was written')
  await owner.pool.query('revoke insert on event from ringback_server')
  await assert.rejects(keep(server as never, files, rows), NotRecorded)
  assert.equal((await counted()).at(-1), '2026-05 Westminster 1')
})

test('an import that failed says whether anything was written, and what to do', () => {
  assert.deepEqual(failed(new NotRecorded('the ledger is closed.')), {
    says: 'All thefts were written, but that they were read in could not be recorded: the ledger is closed. Read the same files in once more.',
    code: 3,
  })
  assert.deepEqual(failed(new Error('no such file')), { says: 'no such file. Nothing was written.', code: 3 })
  assert.equal(failed(new WrongUse('No row could be taken.')).code, 2)
})
