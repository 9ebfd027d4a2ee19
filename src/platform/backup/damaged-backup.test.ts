import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { emptyDatabase } from '#test/support/database'
import { BackupDamaged } from './format.ts'
import { readBackup } from './read-backup.ts'
import { atPlace, contents, fillOdd, withOdd } from './testing.ts'

async function goodBackup(t: TestContext) {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 300)
  await from.backup()
  const bytes = await readFile(from.file)
  return { ...from, bytes, lines: gunzipSync(bytes).toString().trimEnd().split('\n') }
}

async function readAll(file: string): Promise<number> {
  let rows = 0
  for await (const row of readBackup(file)) rows += row.table === '' ? 0 : 1
  return rows
}

const damaged = (says: RegExp) => (fault: Error) => {
  assert.ok(fault instanceof BackupDamaged, `not told as damage: ${fault.stack}`)
  assert.match(fault.message, says)
  return true
}

test('a backup with any byte changed, or cut anywhere, is told as damaged', async (t) => {
  const { file, bytes } = await goodBackup(t)
  // RFC 1951: what fills up the last byte of the compressed data is no data. Changed, it must change nothing.
  const filling = bytes.length - 9
  const whole = await readAll(file)
  const change = fc.oneof(
    fc.record({ at: fc.integer({ min: 10, max: bytes.length - 1 }), by: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ cut: fc.nat(bytes.length - 1) }),
  )
  const changed = async (how: { at: number; by: number } | { cut: number }) => {
    const copy = 'cut' in how ? bytes.subarray(0, how.cut) : Buffer.from(bytes)
    if ('at' in how) copy[how.at] = (copy[how.at] ?? 0) ^ how.by
    await writeFile(file, copy)
    const rows = await readAll(file).catch((fault: Error) => damaged(/./)(fault))
    if (rows !== true) assert.deepEqual({ ...how, by: 0, rows }, { at: filling, by: 0, rows: whole })
  }
  await fc.assert(fc.asyncProperty(change, changed), { numRuns: 150 })
  for (let by = 1; by < 256; by *= 2) await changed({ at: filling, by })
  await writeFile(file, bytes)
  assert.ok((await readAll(file)) > 300)
})

test('a backup whose lines were edited and compressed again is told as damaged, and how', async (t) => {
  const { file, lines } = await goodBackup(t)
  const at = lines.findIndex((line) => line.startsWith('{"table":"odd"')) + 50
  const [header = '', row = '', trailer = ''] = [lines[0], lines[at], lines.at(-1)]
  const other = row.replace('row ', 'Row ')
  const edits: [string, string[], RegExp][] = [
    ['a changed row', lines.with(at, other), /rows of odd were changed/],
    ['two rows in the wrong order', lines.with(at, lines[at + 1] ?? '').with(at + 1, row), /rows of odd were changed/],
    ['a row twice', lines.toSpliced(at, 0, row), /odd has 303 rows, and 302 by its last line/],
    ['a row taken out', lines.toSpliced(at, 1), /odd has 301 rows, and 302 by its last line/],
    ['a row of another table between', lines.toSpliced(at, 0, lines.at(-2) ?? ''), /out of order/],
    ['a row of no table', lines.toSpliced(at, 0, '{"table":"none","row":{}}'), /out of order: a row of none/],
    ['a foreign line', lines.toSpliced(at, 0, 'hello'), /neither a row nor the last line/],
    ['no last line', lines.slice(0, -1), /cut short/],
    ['lines after the last', [...lines, row], /more after its last line/],
    ['a changed header', lines.with(0, header.replace('"head":null', '"head":"forged"')), /header was changed/],
    ['another count', lines.with(-1, trailer.replace('"rows":302', '"rows":303')), /odd has 302 rows, and 303/],
    ['no header', lines.slice(1), /no Ringback backup/],
    ['a later form', lines.with(0, header.replace('"format":1', '"format":2')), /does not know/],
    [
      'SQL for a bound',
      lines.with(0, header.replace('FOR VALUES FROM', 'DEFAULT; drop table odd; FROM')),
      /not a whole header/,
    ],
    ['nothing', [], /no Ringback backup/],
  ]
  for (const [name, edited, says] of edits) {
    assert.notDeepEqual(edited, lines, name)
    await writeFile(file, gzipSync(edited.map((line) => `${line}\n`).join('')))
    await assert.rejects(readAll(file), damaged(says), name)
  }
})

test('bytes behind the end of a backup are found', async (t) => {
  const { file, bytes } = await goodBackup(t)
  await appendFile(file, 'foreign')
  await assert.rejects(readAll(file), damaged(/foreign bytes|changed/))
  await writeFile(file, Buffer.concat([bytes, gzipSync('{"table":"odd","row":{}}\n')]))
  await assert.rejects(readAll(file), damaged(/more after its last line/))
})

test('a damaged backup restores nothing, the database is not served, and a good one can still go in', async (t) => {
  const { file, bytes, lines, pool } = await goodBackup(t)
  const to = await atPlace(t, await emptyDatabase(t))
  await writeFile(file, gzipSync(`${lines.slice(0, -1).join('\n')}\n`))
  await assert.rejects(to.restore(file), /cannot be restored: it is cut short.*Nothing was loaded/)
  assert.equal((await contents(to.pool)).odd?.length, 0)
  await assert.rejects(to.refuse(), /did not finish/)
  await writeFile(file, bytes)
  await to.restore(file)
  await to.refuse()
  assert.deepEqual(await contents(to.pool), await contents(pool))
})

test('a row that PostgreSQL refuses is named by its table and never repeated', async (t) => {
  const { file, lines } = await goodBackup(t)
  const to = await atPlace(t, await emptyDatabase(t))
  const at = lines.findIndex((line) => line.startsWith('{"table":"child"'))
  await writeFile(file, gzipSync(`${lines.toSpliced(at, 0, lines[at] ?? '').join('\n')}\n`))
  await assert.rejects(to.restore(file), (fault: Error) => {
    assert.match(fault.message, /PostgreSQL refuses child, child_pkey \(23505\)/)
    assert.ok(!String(fault.stack).includes('already exists'))
    return true
  })
})
