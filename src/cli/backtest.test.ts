import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { seeded } from '#lib/stats/random'
import { reportOf } from './backtest/backtest-files.ts'
import { mapFor } from './backtest/map-for.ts'
import { asked } from './backtest/options.ts'
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
