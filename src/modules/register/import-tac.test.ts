import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { importTac, type RejectedRow } from './import-tac.ts'

test('a TAC list is read in, its odd rows are named by line, and none stops the rest', async (t) => {
  const { server } = await testDatabase(t)
  const rejected: RejectedRow[] = []
  const file =
    '\ufefftac,manufacturer,model\n35693803,Apple,iPhone  5s\n123,Short,TAC\n\n35154200,Nokia\n01022200,"LG, Inc","a ""b"""\n35693803,Apple,iPhone 5S\n35999999,,\n'
  const result = await importTac(server.pool, Readable.from([file]), { onRejected: (row) => rejected.push(row) })
  assert.deepEqual([result.rows, result.rejected], [2, 3])
  assert.deepEqual(
    rejected.map(({ reason }) => reason),
    ['tac', 'columns', 'make-or-model'],
  )
  const { rows } = await server.pool.query('select * from tac order by tac')
  assert.deepEqual(rows, [
    { tac: '01022200', manufacturer: 'LG, Inc', model: 'a "b"' },
    { tac: '35693803', manufacturer: 'Apple', model: 'iPhone 5S' },
  ])
})

test('a list read twice is the same list', async (t) => {
  const { server } = await testDatabase(t)
  const read = () =>
    importTac(server.pool, Readable.from(['tac,manufacturer,model\n35693803,Apple,iPhone\n']), { batchRows: 1 })
  const [first, second] = [await read(), await read()]
  assert.deepEqual(first, second)
  assert.equal((await server.pool.query('select from tac')).rowCount, 1)
})

test('no text whatever makes the reader fail: each row is written or rejected', async (t) => {
  const { server } = await testDatabase(t)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 }), async (lines) => {
      const clean = lines.map((line) => line.replaceAll('"', "'")) // a stray quote swallows lines, as CSV says
      const { rows, rejected } = await importTac(server.pool, Readable.from([Buffer.from(clean.join('\n'))]), {
        pauseMs: 0,
      })
      assert.ok(rows >= 0 && rejected >= 0)
    }),
    { numRuns: 50 },
  )
})
