import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { emptyDatabase } from '#test/support/database'
import { inOneTransaction, onOneConnection, openDatabase } from './database.ts'

type Tables = { thing: { id: number } }
/** What a socket does for each piece that goes out. */
type Sending = Record<'_write' | '_writev', (...given: unknown[]) => void>

test('reads that are asked for together go out before the first is answered; one transaction begins and ends around them', async (t) => {
  const { kysely: db, pool, close } = openDatabase<Tables>(await emptyDatabase(t), { max: 1, pipeline: true })
  t.after(() => close())
  const writes: string[] = []
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Sending } }).connection
    for (const way of ['_write', '_writev'] as const) {
      const send = stream[way].bind(stream)
      stream[way] = (...given) => {
        writes.push(way)
        send(...given)
      }
    }
  })
  await pool.query('create table thing (id int)')
  const three = (one: typeof db) =>
    Promise.all([1, 2, 3].map(async (n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(one)).rows[0]?.n))
  const counted = async (work: () => Promise<unknown>) => {
    const before = writes.length
    await work()
    return writes.length - before
  }
  assert.deepEqual(await onOneConnection(db, three), [1, 2, 3])
  assert.equal(await counted(() => onOneConnection(db, three)), 1)
  assert.equal(await counted(() => inOneTransaction(db, three)), 2, 'begin with the three, and commit')
  assert.equal(await counted(() => inOneTransaction(db, (one) => onOneConnection(one, three))), 2)
  assert.ok((await counted(() => db.transaction().execute(three))) > 2, 'the query builder’s own sends one by one')
})

test('what fails takes all of its transaction with it, and leaves a connection that works', async (t) => {
  const { kysely: db, pool, close } = openDatabase<Tables>(await emptyDatabase(t), { max: 1, pipeline: true })
  t.after(() => close())
  await pool.query('create table thing (id int)')
  const put = (one: typeof db, id: number) => one.insertInto('thing').values({ id }).execute()
  const broken = inOneTransaction(db, (one) => Promise.all([put(one, 1), sql`select 1 / 0`.execute(one), put(one, 2)]))
  await assert.rejects(broken, /division by zero/)
  const ids = async () => (await db.selectFrom('thing').select('id').orderBy('id').execute()).map(({ id }) => id)
  assert.deepEqual(await ids(), [])
  await inOneTransaction(db, async (one) => {
    assert.equal(one.isTransaction, true)
    assert.throws(() => one.transaction(), /This is one connection already/)
    await Promise.all([put(one, 3), put(one, 4)])
  })
  assert.deepEqual(await ids(), [3, 4])
  assert.equal(await onOneConnection(db, async (one) => one.isTransaction), false)
})
