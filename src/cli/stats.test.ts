import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
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
