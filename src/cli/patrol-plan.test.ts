import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readInput } from './patrol-plan/input.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

function ringback(args: readonly string[], input: unknown) {
  const given = typeof input === 'string' ? input : JSON.stringify(input)
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'patrol-plan', ...args], {
    encoding: 'utf8',
    input: given,
  })
  return { status, stdout, stderr }
}

const row = [...Array(12).keys()]
const good = {
  cells: {
    eastings: row.map((cell) => 530_000 + 150 * cell),
    northings: row.map(() => 180_000),
    risk: row.map((cell) => 1 / (1 + cell)),
    area: row.map((cell) => (cell < 8 ? 'Westminster' : 'Brent')),
  },
  units: [{ id: 'CX1' }, { id: 'CX2', covert: true }, { id: 'CX3', kmh: 18, from: [531_000, 180_500] }],
  shift: { minutes: 240 },
  floor: { Brent: 0.3 },
}

test('A09: a shell gets the plan of the visible units; that of covert ones is in a file that only its owner reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-plan-'))
  try {
    const file = join(folder, 'covert.json')
    const { status, stdout, stderr } = ringback(['--covert-to', file], good)
    assert.deepEqual([status, stderr], [0, ''])
    const plan = JSON.parse(stdout)
    assert.deepEqual(
      plan.tours.map(({ unit }: { unit: string }) => unit),
      ['CX1', 'CX3'],
    )
    assert.ok(!stdout.includes('CX2'))
    assert.deepEqual(
      plan.areas.map(({ area }: { area: string }) => area),
      ['Westminster', 'Brent'],
    )
    for (const { stops } of plan.tours)
      for (const { starts, leaves } of stops) assert.ok(leaves - starts >= 11.99 && leaves - starts <= 15.01)
    assert.deepEqual(
      JSON.parse(readFileSync(file, 'utf8')).tours.map(({ unit }: { unit: string }) => unit),
      ['CX2'],
    )
    assert.equal(statSync(file).mode & 0o077, 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what cannot be planned ends with 2 and one sentence', () => {
  const { status, stdout, stderr } = ringback([], good)
  assert.deepEqual(
    [status, stdout, stderr],
    [2, '', 'There are covert units: name a file for their plan with --covert-to.\n'],
  )
  const refused = (change: object) => {
    try {
      readInput(JSON.stringify({ ...good, ...change }))
    } catch (error) {
      return error instanceof Error ? error.message : error
    }
    return undefined
  }
  assert.equal(refused({}), undefined)
  assert.match(
    String(refused({ cells: { ...good.cells, risk: [1] } })),
    /cells.risk has 1 values and cells.eastings has 12/,
  )
  assert.match(String(refused({ units: [{ id: 'A' }, { id: 'A' }] })), /same id/)
  assert.match(String(refused({ floor: { Bexley: 0.1 } })), /Bexley has no cell/)
  assert.match(String(refused({ shift: { minutes: 240, visits: 4, gap: 60 } })), /do not fit/)
  assert.match(String(refused({ shift: { dwell: [15, 12] } })), /in this order/)
  assert.match(String(refused({ shift: { chance: 0.5 } })), /^shift.chance/)
  assert.match(String(refused({ unit: [] })), /unit/)
  assert.throws(() => readInput('{'), /The input is not JSON/)
})
