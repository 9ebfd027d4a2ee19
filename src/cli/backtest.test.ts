import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Projection, projectionOf } from '#lib/cells/projection'
import { seeded } from '#lib/stats/random'
import { reportOf } from './backtest/backtest-files.ts'
import { mapFor } from './backtest/map-for.ts'
import { asked, type Options } from './backtest/options.ts'
import { asJson, asText } from './backtest/result.ts'
import { WrongUse } from './points/columns.ts'

const program = `
  import { Command } from 'commander'
  import backtest from ${JSON.stringify(new URL('backtest.ts', import.meta.url).href)}
  const program = new Command()
  backtest(program)
  await program.parseAsync(['node', 'ringback', 'backtest', ...process.argv.slice(1)])`

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], { stdio: 'pipe' })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ])
  return { out, err, code }
}

const folder = await mkdtemp(join(tmpdir(), 'backtest-'))
test.after(() => rm(folder, { recursive: true, force: true }))

/** Thefts at a few hundred corners of a town that is not London, some of them many times; one row has no place. */
async function thefts(): Promise<string> {
  const random = seeded(1)
  const rows = ['when,where x,where y']
  for (let month = 1; month <= 10; month++)
    for (let theft = 0; theft < 300; theft++) {
      const corner = Math.floor(300 * random.next() ** 3)
      rows.push(
        `2019-${String(month).padStart(2, '0')},${-1.55 + (corner % 20) / 400},${53.8 + Math.floor(corner / 20) / 600}`,
      )
    }
  rows.push('2019-05,0,0')
  const file = join(folder, 'thefts.csv.gz')
  await writeFile(file, gzipSync(rows.join('\n')))
  return file
}

test('a file of points is foretold month by month: floor, model and the best possible, with the whole curve', async () => {
  const file = await thefts()
  const columns = ['--date', 'when', '--lon', 'where x', '--lat', 'where y']
  const { out, err, code } = await run(
    file,
    ...columns,
    '--cell',
    '200',
    '--test-from',
    '2019-09',
    '--test-to',
    '2019-10',
    '--share',
    '1,10',
    '--json',
  )
  assert.equal(code, 0, err)
  assert.match(err, /3000 of 3001 rows taken\n {2}1 left out: its coordinates are 0, 0/)
  const result = JSON.parse(out)
  assert.deepEqual(
    result.months.map(({ month, N }: { month: string; N: number }) => [month, N]),
    [
      ['2019-09', 300],
      ['2019-10', 300],
    ],
  )
  assert.deepEqual(
    [result.area.epsg, result.area.name, result.outside],
    [27700, 'the outline of the points before the test', 0],
  )
  for (const { areas, why, seconds } of result.months) {
    assert.ok(why.length > 0 && seconds >= 0)
    for (const { floor, model, learned, best, share } of areas)
      for (const one of [floor, model, learned, best])
        assert.ok(
          one.hit > 0 &&
            one.hit <= best.hit + 1e-12 &&
            Math.abs(one.pei - one.hit / best.hit) < 1e-9 &&
            Math.abs(one.pai - one.hit / share) < 1e-9,
        )
  }
  assert.deepEqual(
    result.mean.map(({ share }: { share: number }) => share),
    [0.01, 0.1],
  )
  assert.equal(result.curve.share.length, result.curve.model.length)
  const words = await run(file, ...columns, '--cell', '200', '--test-from', '2019-10', '--floor-only')
  assert.match(words.out, /Mean of 1 periods/)
  assert.match(words.out, /The floor is used/)
})

test('what is asked for wrongly ends with 2 and a sentence, what cannot be read with 3', async () => {
  const { err, code } = await run(await thefts(), '--date', 'day')
  assert.deepEqual([code, /There is no column day\. There are: when, where x, where y\./.test(err)], [2, true])
  assert.equal((await run(join(folder, 'none.csv'))).code, 3)
  const options = { date: 'd', lon: 'x', lat: 'y', cell: '150', period: 'month', share: '1' }
  for (const wrong of [
    { cell: '0' },
    { cell: 'a' },
    { share: '0' },
    { share: '1,101' },
    { x: 'x' },
    { period: 'week' },
    { period: '0.5' },
    { period: '7.5' },
    { testFrom: 'May' },
    { where: ['x'] },
    { halfLife: '-1' },
    { epsg: 'OS' },
    { epsg: '999999' },
    { epsg: '4326' },
    { epsg: '4269' },
    { proj: '+proj=longlat +datum=WGS84' },
    { proj: 'EPSG:27700' },
    { proj: '+proj=none' },
    { epsg: '27700', proj: '+proj=utm +zone=30' },
    { dayFirst: true, monthFirst: true },
  ])
    assert.throws(() => asked({ ...options, ...wrong }), /^Error: --/, JSON.stringify(wrong))
  assert.deepEqual(asked({ ...options, share: '5,0.2' }).shares, [0.002, 0.05])
})

const usual = { date: 'when', lon: 'lon', lat: 'lat', cell: '150', period: 'month', share: '1' }

test('a year that was mistyped is refused with its date before a thousand empty months are counted', async () => {
  const file = join(folder, 'mistyped.csv')
  const corner = (at: number) => `${-1.55 + (at % 2) / 20},${53.8 + (at >> 1) / 40}`
  const rows = ['when,lon,lat', `1919-03,${corner(0)}`]
  for (let month = 1; month <= 10; month++)
    for (const at of [0, 1, 2, 3]) rows.push(`2019-${String(month).padStart(2, '0')},${corner(at)}`)
  await writeFile(file, rows.join('\n'))
  await assert.rejects(
    reportOf([file], { ...usual, cell: '10', floorOnly: true }),
    (error) =>
      error instanceof WrongUse &&
      /^1,208 periods of .* The first date is 1919-03: is its year right\?/.test(error.message),
  )
})

test('points of London on the National Grid have the boroughs for their area, like those in degrees', async () => {
  const corners = [505_000, 530_000, 558_000].flatMap((x) => [160_000, 180_000, 195_000].map((y) => [x, y] as const))
  const points = {
    ...{ length: corners.length, monthOnly: true, month: new Int32Array(9), hourOfWeek: new Int16Array(9).fill(-1) },
    ...{ weight: new Float64Array(9).fill(1), day: new Float64Array(9) },
    x: Float64Array.from(corners, ([x]) => x),
    y: Float64Array.from(corners, ([, y]) => y),
  }
  const areaOn = async (epsg?: string) => {
    const wanted = asked({ ...usual, x: 'x', y: 'y', cell: '1000', ...(epsg && { epsg }) })
    return (await mapFor(points, wanted, undefined, () => true)).area
  }
  assert.equal(await areaOn('27700'), 'Greater London')
  assert.equal(await areaOn(), 'the outline of the points before the test', 'nobody said on which map they are')
})

/** Leeds, in degrees and on its maps: 100 thefts a month around a square mile. */
async function leeds(name: string, at: (lon: number, lat: number) => readonly [number, number]): Promise<string> {
  const random = seeded(4)
  const rows = ['when,x,y']
  for (let month = 1; month <= 6; month++)
    for (let theft = 0; theft < 100; theft++) {
      const corner = Math.floor(60 * random.next() ** 3)
      const [x, y] = at(-1.55 + (corner % 10) / 400, 53.8 + Math.floor(corner / 10) / 600)
      rows.push(`0${month}/${[31, 28, 31, 30, 31, 30][month - 1]}/2019 11:${10 + (theft % 50)} PM,${x},${y}`)
    }
  const file = join(folder, `${name}.csv`)
  await writeFile(file, rows.join('\n'))
  return file
}

const flat = { ...usual, x: 'x', y: 'y', monthFirst: true, floorOnly: true, testFrom: '2019-06', share: '5' }
const square = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [[...[west, east].map((x) => [x, south]), ...[east, west].map((x) => [x, north]), [west, south]]],
})

async function areaFile(name: string, ...corners: Parameters<typeof square>): Promise<string> {
  const file = join(folder, `${name}.geojson`)
  await writeFile(file, JSON.stringify(square(...corners)))
  return file
}

const refusedBy = (work: Promise<unknown>, says: RegExp) =>
  assert.rejects(work, (error) => error instanceof WrongUse && says.test(error.message))

test('points that do not fit the area are refused, never answered by nothing', async () => {
  const grid = projectionOf(27700) as Projection
  const [metres, degrees] = [await leeds('metres', grid.forward), await leeds('degrees', (...place) => place)]
  const around = await areaFile('degrees', -1.6, 53.75, -1.45, 53.85)
  const elsewhere = await areaFile('elsewhere', -3.2, 55.9, -3.1, 56)
  const onGrid = await areaFile('grid', 425_000, 430_000, 435_000, 440_000)
  await refusedBy(
    reportOf([metres], { ...flat, area: around }),
    /in degrees, and the points are on a flat map: name that map/,
  )
  await refusedBy(
    reportOf([metres], { ...flat, epsg: '27700', area: elsewhere }),
    /No event before the test lies in the area/,
  )
  const lonLat = { ...flat, x: undefined, y: undefined, lon: 'x', lat: 'y' } as unknown as Options
  await refusedBy(reportOf([degrees], { ...lonLat, area: onGrid }), /on a flat map, and the points are in degrees/)
  // One and the same however it is told.
  const answers = []
  for (const [file, options] of [
    [metres, { ...flat, area: onGrid }],
    [metres, { ...flat, area: onGrid, epsg: '27700' }],
    [degrees, { ...lonLat, area: onGrid, epsg: '27700' }],
  ] as const) {
    const { mean, outside, places } = await reportOf([file], options)
    answers.push({ mean, outside, places })
  }
  assert.deepEqual([answers[1], answers[2]], [answers[0], answers[0]])
  assert.equal(answers[0]?.outside, 0)
  // All thefts of the month that is foretold are somewhere else.
  const moved = join(folder, 'moved.csv')
  const text = await readFile(metres, 'utf8')
  await writeFile(moved, text.replaceAll(/^(06.*,)\d+\.?\d*$/gm, '$1900000'))
  await refusedBy(reportOf([moved], { ...flat, area: onGrid }), /No event of the test lies in the area/)
})

test('any map is taken by its code or its text, and how large a cell is on the ground is said', async () => {
  const texts = {
    utm: '+proj=utm +zone=30 +ellps=GRS80 +units=m',
    wkt: 'PROJCS["UTM 30N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",-3],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]',
  }
  const file = await leeds('utm', (projectionOf(25_830) as Projection).forward)
  const area = await areaFile('around', -1.6, 53.75, -1.45, 53.85)
  const byCode = await reportOf([file], { ...flat, epsg: '25830', area })
  for (const proj of Object.values(texts)) {
    const { mean, places, map } = await reportOf([file], { ...flat, proj, area })
    assert.deepEqual([mean, places, map.epsg], [byCode.mean, byCode.places, undefined])
  }
  const [wide, high] = byCode.map.metres ?? []
  for (const side of [wide, high]) assert.ok(Math.abs((side ?? 0) - 150) < 0.2, `${side}`)
  // Web maps stretch: 150 of their metres are 89 in Leeds.
  const web = await leeds('web', (projectionOf(3857) as Projection).forward)
  const stretched = await reportOf([web], { ...flat, epsg: '3857', area })
  assert.deepEqual(asJson(stretched).area.metres, [88.8, 88.6])
  assert.match(asText(stretched), /cells of 150 \(EPSG:3857; 88\.8 by 88\.6 m on the ground\)/)
  assert.doesNotMatch(asText(byCode), /on the ground/)
})

test('a back-test says how much of one list is in the next, and whether as much came as was expected', async () => {
  const file = await leeds('lists', (projectionOf(27700) as Projection).forward)
  const report = await reportOf([file], { ...flat, epsg: '27700', testFrom: '2019-04', share: '5,20' })
  const { months, consistency, calibration } = asJson(report)
  assert.equal(months[0]?.consistency, null)
  const each = months.slice(1).map(({ consistency }) => consistency?.map(({ floor }) => floor) ?? [])
  for (const [at, { share, floor, model }] of (consistency ?? []).entries()) {
    const mean = each.reduce((sum, one) => sum + (one[at] as number), 0) / each.length
    assert.deepEqual([share, model, Math.abs(floor - mean) < 1e-12], [[0.05, 0.2][at], floor, true])
    assert.ok(floor > 0.3 && floor <= 1, `${floor}`)
  }
  assert.deepEqual([calibration?.all.observed, consistency?.length], [300, 2])
  assert.ok(Math.abs((calibration?.all.expected ?? 0) - months.reduce((sum, { expected }) => sum + expected, 0)) < 1e-6)
  assert.match(asText(report), /is in both \(Jaccard\): 5% \d\.\d\d .*\n\nExpected \d+, came 300: /)
})
