import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { WrongInput } from '#lib/stats/wrong-input'
import type { Method } from './stats/parts/method.ts'
import { methods } from './stats/parts/methods.ts'
import { answerTo, helpOf } from './stats/parts/run-method.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const all = await methods()
const gistar = all.find(({ name }) => name === 'gistar') as Method
const example = gistar.example as Record<string, unknown>

function ringback(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'stats', ...args], { encoding: 'utf8', input })
  return { status, stdout, stderr }
}

const refusal = (input: unknown) => {
  try {
    return answerTo(gistar, typeof input === 'string' ? input : JSON.stringify(input))
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : String(error)
  }
}

for (const method of all)
  test(`ringback stats ${method.name}: its example is answered in the shape that its help shows, the same each time`, () => {
    const answer = answerTo(method, JSON.stringify(method.example))
    assert.deepEqual(method.output.safeParse(JSON.parse(answer)).error?.issues, undefined)
    assert.equal(answerTo(method, JSON.stringify(method.example)), answer)
    for (const field of Object.keys(JSON.parse(answer))) assert.match(helpOf(method), new RegExp(`^  ${field}\\b`, 'm'))
  })

// Several calls in one process, because each start of one costs more than all else here. After each comes its exit code.
const several = `
  import { Command } from 'commander'
  import stats from ${JSON.stringify(new URL('stats.ts', import.meta.url).href)}
  for (const args of JSON.parse(process.argv[1])) {
    process.exitCode = 0
    const program = new Command()
    stats(program)
    await program.parseAsync(['node', 'ringback', 'stats', ...args])
    process.stdout.write('exit ' + process.exitCode + '\\0')
  }
  process.exitCode = 0`

test('alone it lists the methods, and the guide has each; help shows shapes; no such method or file is said', () => {
  const calls = [[], ['gistars'], ['gistar', 'there-is-no-such-file.json'], ['gistar', '--help']]
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', several, '--', JSON.stringify(calls)],
    { encoding: 'utf8' },
  )
  const [list = '', unknown, gone, help = ''] = stdout.split('\0')
  const guide = readFileSync(new URL('../../docs/guide/statistics.md', import.meta.url), 'utf8')
  for (const { name } of all) {
    assert.match(list, new RegExp(`^  ${name} `, 'm'))
    assert.ok(guide.includes(`\n## ${name}\n`), `${name} is in docs/guide/statistics.md (npm run docs)`)
  }
  assert.match(list, /exit 0$/)
  assert.deepEqual([unknown, gone], ['exit 2', 'exit 3'])
  assert.match(stderr, /^No method is called gistars\..*The file cannot be opened/s)
  assert.match(help, /neighbours +\{kind: "queen"\} or \{kind: "distance", metres: number\}.*exit 0$/s)
})

test('a shell gets an answer with 0, and a sentence with 2 for what is wrong', () => {
  const good = ringback(['gistar'], JSON.stringify(example))
  assert.deepEqual([good.status, good.stderr], [0, ''])
  assert.equal(JSON.parse(good.stdout).z.length, 12)
  const bad = ringback(['gistar'], JSON.stringify({ ...example, rows: 4 }))
  assert.deepEqual([bad.status, bad.stdout], [2, ''])
  assert.match(bad.stderr, /^counts has 12 values; 4 rows of 4 columns need 16\.\n/)
})

test('NaN, missing and negative counts, a wrong name and a grid without end are each refused with where they are', () => {
  assert.match(
    refusal('{"rows":1,"cols":1,"cell":1,"counts":[NaN]}'),
    /^WrongInput The input has NaN, which is no JSON/,
  )
  assert.match(refusal(''), /There is no input/)
  assert.match(refusal('{"rows":1,'), /is not JSON/)
  assert.match(refusal({ ...example, counts: [1, null] }), /counts\.1: .*null/)
  assert.match(refusal({ ...example, counts: [1, -3] }), /counts\.1: Too small/)
  assert.match(refusal({ ...example, neighbors: 1 }), /"neighbors"/)
  assert.match(refusal({ ...example, neighbours: { kind: 'rook' } }), /neighbours\.kind/)
  assert.match(refusal({ ...example, rows: 100_000, cols: 100_000 }), /more than 4,000,000 cells/)
  assert.match(refusal({ ...example, cell: 0 }), /cell: /)
})

test('what has no answer is refused with its reason, and nothing has the answer nothing', () => {
  const answered = (name: string, more: object) => {
    const method = all.find((one) => one.name === name) as Method
    try {
      return JSON.parse(answerTo(method, JSON.stringify({ ...(method.example as object), ...more })))
    } catch (error) {
      return (error as Error).message
    }
  }
  assert.deepEqual(answered('fdr', { p: [] }), { adjusted: [], rejected: [] })
  const alike = { counts: Array(12).fill(3) }
  for (const name of ['moran', 'local-moran']) assert.match(answered(name, alike), /^All counts are alike/)
  const { z, p } = answered('gistar', alike)
  assert.deepEqual([z, p], [Array(12).fill(0), Array(12).fill(1)])
  const expected = [0, 1, 1, 1]
  assert.match(
    answered('scan', { baselines: [expected, expected, expected, expected] }),
    /^baselines expects none on day 0 at place 0, where 1 happened; expect a little\./,
  )
})

/** No tests are none after correction too; every other list must hold something. */
const mayBeEmpty = 'fdr p'

/** What somebody may write by mistake. The first ones are no value of any field. */
const [never, odd] = [
  [null, true, 'x', '', [null], [{}]],
  [-1, 0, 0.5, 1e15, 1e308, -1e308, [], {}, [[]], [-1e308, 1e308], 'queen'],
]

type Path = readonly (string | number)[]

/** Every field of an example, and of its lists the first and the last. */
function* placesIn(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  const keys = Array.isArray(value) ? [...new Set([0, value.length - 1])] : Object.keys(value)
  for (const key of keys) yield* placesIn((value as Record<string, unknown>)[key], [...path, key])
}

/** The example with something else in one place; `undefined` leaves it out. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
  copy[key] = changed(copy[key], rest, to)
  return copy
}

for (const method of all)
  test(`ringback stats ${method.name}: whatever stands in whichever place, it is answered in numbers or refused in a sentence`, () => {
    const ask = (path: Path, to: unknown): string | undefined => {
      const given = JSON.stringify(changed(method.example, path, to))
      try {
        const { error } = method.output.safeParse(JSON.parse(answerTo(method, given)))
        assert.equal(error, undefined, `${given} is answered with what is no answer`)
        return undefined
      } catch (error) {
        assert.ok(error instanceof WrongInput, `${given}: ${error instanceof Error ? error.stack : error}`)
        assert.match(error.message, /\w+ \w+/, given)
        assert.doesNotMatch(error.message, /undefined values|\[object|NaN|at .*:\d+:\d+/, given)
        return error.message
      }
    }
    for (const path of placesIn(method.example)) {
      for (const to of odd) ask(path, to)
      for (const to of [...never, { surely: 'not' }])
        assert.ok(ask(path, to)?.includes(String(path[0])), `${path.join('.')} may not be ${JSON.stringify(to)}`)
      ask(path, undefined)
    }
    for (const to of [[], null, 7, 'x']) assert.match(ask([], to) ?? '', /Give one JSON object/)
    assert.match(ask(['surely'], 1) ?? '', /surely.*the names here are .*\w/)
    for (const [name, value] of Object.entries(method.example as object))
      if (Array.isArray(value) && `${method.name} ${name}` !== mayBeEmpty)
        assert.ok(ask([name], [])?.includes(name), `${name} may not be empty`)
  })

test('what would take an hour or not fit into memory is refused before it begins, and says what to ask for', () => {
  const many = <One>(length: number, of: (at: number) => One) => Array.from({ length }, (_, at) => of(at))
  const line = { rows: 200_000, cols: 1, cell: 1, counts: many(200_000, (at) => at % 7) }
  const wide = { rows: 300, cols: 300, cell: 10, counts: many(90_000, (at) => at % 7) }
  const far = { neighbours: { kind: 'distance', metres: 1e6 } }
  const crowd = many(70_000, (at) => [at % 250, Math.floor(at / 250)])
  const days = many(2, () => many(3000, () => 1))
  const month = many(30, () => many(300, () => 1))
  const questions: readonly (readonly [string, object, RegExp])[] = [
    ['gistar', { ...line, ...far }, /give a shorter distance, or larger cells/],
    ['moran', { ...line, neighbours: { kind: 'queen' }, permutations: 99_999 }, /ask for fewer permutations/],
    ['local-moran', { ...wide, ...far, permutations: 999 }, /ask for fewer permutations/],
    ['gistar', { ...wide, ...far, permutations: 99_999 }, /fewer permutations.*or none/],
    [
      'dbscan',
      { points: many(200_000, (at) => [at % 400, Math.floor(at / 400)]), eps: 400, min: 90_000 },
      /a shorter eps/,
    ],
    ['knox', { events: crowd.map((at) => [...at, 1]), space: [0, 1e6], time: [0, 7] }, /Pairs of events to measure/],
    ['knox', { events: crowd.map((at) => [...at, 1]), space: many(1000, (at) => at), time: [0, 7] }, /fewer of them/],
    ['kde', { points: crowd, query: crowd, kernel: 'gaussian', bandwidth: 9 }, /ask for a grid/],
    ['scan', { counts: days, coordinates: crowd.slice(0, 3000), nearest: 3000, maxDuration: 2 }, /a smaller nearest/],
    [
      'scan',
      { counts: month, coordinates: crowd.slice(0, 300), nearest: 50, maxDuration: 30, replicates: 99_999 },
      /fewer replicates/,
    ],
    ['scan', { counts: [[1e8, 1]], coordinates: crowd.slice(0, 2), maxDuration: 1 }, /Events: .*give baselines/],
  ]
  for (const [name, question, says] of questions) {
    const method = all.find((one) => one.name === name) as Method
    assert.throws(() => answerTo(method, JSON.stringify(question)), { name: 'WrongInput', message: says }, name)
  }
})
