import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { Pool } from 'pg'
import { emptyDatabase } from '#test/support/database'
import { parentsFirst } from './catalog.ts'
import { decoded, encoderOf, isoInstant } from './format.ts'
import { readBackup } from './read-backup.ts'
import { atPlace, contents, fillOdd, migrationOf, withOdd } from './testing.ts'

test('every value of every table comes back as it was, and numbering goes on above what was used', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 5000)
  const { tables } = await from.backup()
  assert.equal(tables.odd, 5002)
  const to = await atPlace(t, await emptyDatabase(t))
  const restored = await to.restore(from.file)
  assert.equal(restored.at, '2026-03-01T12:00:00.000Z')
  assert.deepEqual(await contents(to.pool), await contents(from.pool))
  const { rows } = await to.pool.query(`insert into odd (words) values ('new') returning id::int, "order"`)
  assert.deepEqual(rows, [{ id: 5004, order: 5004 }], 'the number of the deleted last row is not given out again')
  const lone = await to.pool.query(`select nextval('lone')::int as next`)
  assert.equal(lone.rows[0].next, 3)
})

test('after a restore the rules of the database bite again', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 1)
  await from.backup()
  const to = await atPlace(t, await emptyDatabase(t))
  await to.restore(from.file)
  const added = await to.pool.query(`insert into odd (words) values ('x') returning id::int`)
  const noise = await to.pool.query('select id from noise order by id desc limit 1')
  assert.equal(noise.rows[0].id, added.rows[0].id)
  await assert.rejects(to.pool.query('insert into child values (9, 99, null)'), /foreign key/)
  await assert.rejects(to.pool.query(`delete from event`), /append-only/)
})

test('a backup taken during an import and appends is of one moment: its totals agree with each other', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), [
    ...withOdd(),
    migrationOf(
      '9002-moving.sql',
      'create table moved (id bigint generated always as identity primary key, odd bigint)',
    ),
  ])
  await fillOdd(from.pool, 20000)
  const load = keepBusy(from.pool)
  const { tables } = await from.backup()
  const later = await load.stop()
  const rows = { odd: 0, moved: 0 }
  for await (const { table } of readBackup(from.file)) if (table === 'odd' || table === 'moved') rows[table] += 1
  assert.equal(rows.odd - 20002, rows.moved * 10, 'each transaction wrote ten rows in one table and one in the other')
  assert.equal(rows.odd, tables.odd)
  assert.ok(later > rows.moved, 'the appends went on after the moment of the backup')
})

/** Transactions that write ten rows to one table and one to another, until they are stopped. */
function keepBusy(pool: Pool) {
  let going = true
  let done = 0
  const writer = async () => {
    while (going) {
      await pool.query(`begin; insert into odd (words) select 'busy' from generate_series(1, 10);
                        insert into moved (odd) values (1); commit`)
      done += 1
    }
  }
  const writers = [writer(), writer()]
  return {
    async stop() {
      const before = done
      while (done < before + 4) await new Promise((next) => setImmediate(next))
      going = false
      await Promise.all(writers)
      return done
    },
  }
}

test('a reader gets each row with its columns, bytes in base64, big numbers as text and the signed head on top', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 0)
  await from.backup({ head: async () => 'a signed note' })
  const lines = gunzipSync(readFileSync(from.file)).toString().split('\n')
  const header = JSON.parse(lines[0] ?? '')
  assert.deepEqual([header.ringback, header.format, header.head], ['backup', 1, 'a signed note'])
  assert.deepEqual(header.migrations.at(-1).name, '9001-odd.sql')
  const odd = []
  for await (const { table, row } of readBackup(from.file)) if (table === 'odd') odd.push(row)
  const first = odd[0] ?? {}
  assert.deepEqual([first.id, first.whole, first.yes, first.bytes], ['1', 2147483647, true, 'AP9cCg=='])
  assert.deepEqual([first.at, first.fine], ['2026-03-29T00:30:00.123456Z', '2026-10-25T01:30:00.100Z'])
  assert.deepEqual([odd[1]?.at, odd[1]?.one, odd[1]?.small], ['infinity', null, null])
  assert.ok(!('double' in first))
})

test('a backup is whole or absent, is for its owner only, and is never written over another', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  const broken = from.backup({ head: () => Promise.reject(new Error('the sealer is away')) })
  await assert.rejects(broken, /sealer is away/)
  assert.deepEqual(await readdir(from.folder), [])
  await from.backup()
  assert.deepEqual(await readdir(from.folder), ['ringback.backup'])
  assert.equal((await stat(from.file)).mode & 0o777, 0o600)
  await assert.rejects(from.backup(), /already there/)
})

test('a table without a primary key stops a backup and is named', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), [
    migrationOf('9003-bare.sql', 'create table bare (id integer)'),
  ])
  await assert.rejects(from.backup(), /bare has no primary key/)
})

test('tables come after those that they refer to, whatever their names, and a ring is refused', () => {
  const graph = fc
    .uniqueArray(fc.nat(30), { maxLength: 12 })
    .chain((names) => fc.tuple(fc.constant(names), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 })))
  fc.assert(
    fc.property(graph, ([names, pairs]) => {
      const refers = (child: number, parent: number) =>
        pairs.some(([a, b]) => Math.max(a, b) === child && Math.min(a, b) === parent && a !== b)
      const tables = names.map((name, at) => ({
        name: `t${name}`,
        parents: names.flatMap((other, parent) => (refers(at, parent) ? [`t${other}`] : [])),
      }))
      const order = parentsFirst(tables.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      assert.equal(order.length, tables.length)
      for (const [at, { parents }] of order.entries())
        for (const parent of parents) assert.ok(order.findIndex(({ name }) => name === parent) < at)
    }),
  )
  const ring = [
    { name: 'a', parents: ['b'] },
    { name: 'b', parents: ['a'] },
  ]
  assert.throws(() => parentsFirst(ring), /a ring: a, b/)
})

test('an instant keeps its microseconds, and what is no ordinary instant stays as PostgreSQL writes it', () => {
  assert.equal(isoInstant('2026-01-01 10:00:00+00'), '2026-01-01T10:00:00.000Z')
  assert.equal(isoInstant('2026-01-01 10:00:00.123456+00'), '2026-01-01T10:00:00.123456Z')
  assert.equal(isoInstant('infinity'), 'infinity')
  assert.equal(encoderOf('timestamp(3) with time zone')('2026-01-01 10:00:00.5+00'), '"2026-01-01T10:00:00.500Z"')
})

test('a column whose name is odd stays one name in SQL', () => {
  assert.equal(decoded("it's", 'bytea'), "decode(r->>'it''s', 'base64')")
})
