import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { runBatch } from './batch-query.ts'
import { statement } from './statement.ts'

const add = (id: number, text: unknown = 'x') => statement('insert into jar (id, text) values ($1, $2)', [id, text])
const label = (text: string) => statement('insert into label (text) values ($1)', [text])

/** One connection in pipeline mode, and what stands in the tables. */
async function bench(t: TestContext) {
  const db = await testDatabase(t)
  await db.owner.pool.query('create table jar (id int primary key, text text); create table label (text text)')
  const database = openDatabase(db.url, { max: 1, pipeline: true })
  t.after(() => database.close())
  const batch = async (...statements: ReturnType<typeof add>[]) => {
    const client = await database.pool.connect()
    try {
      await runBatch(client, statements)
    } finally {
      client.release()
    }
  }
  const count = async (table: string) => (await db.owner.pool.query(`select from ${table}`)).rowCount
  return { batch, count, database }
}

test('all statements of a batch are kept, or none', async (t) => {
  const { batch, count } = await bench(t)
  await batch(add(1), label('a'), add(2))
  await assert.rejects(batch(label('b'), add(3), add(1), add(4)), { code: '23505', constraint: 'jar_pkey' })
  assert.deepEqual([await count('jar'), await count('label')], [2, 1])
})

test('a connection works on after a failed batch, whichever statements the server had taken in', async (t) => {
  const { batch, count, database } = await bench(t)
  await assert.rejects(batch(statement('insert into nowhere values (1)'), add(1), label('a')), { code: '42P01' })
  await assert.rejects(batch(label('a'), statement('select 1 / 0'), add(1)), { code: '22012' })
  for (let id = 1; id <= 3; id++) await batch(add(id), label('b'))
  assert.deepEqual([await count('jar'), await count('label')], [3, 3])
  assert.equal((await database.pool.query('select 7 as seven')).rows[0].seven, 7)
})

test('batches sent one behind another on one connection each keep their own outcome', async (t) => {
  const { count, database } = await bench(t)
  const client = await database.pool.connect()
  const ids = [1, 2, 1, 3, 2, 4]
  const outcomes = await Promise.allSettled(ids.map((id) => runBatch(client, [label(`${id}`), add(id)])))
  client.release()
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual([await count('jar'), await count('label')], [4, 4])
})

test('a value that cannot be sent keeps the whole batch from being kept', async (t) => {
  const { batch, count } = await bench(t)
  const odd = {
    toPostgres: () => {
      throw new Error('no text for this')
    },
  }
  await assert.rejects(batch(label('a'), add(1, odd), label('b')))
  assert.deepEqual([await count('jar'), await count('label')], [0, 0])
  await batch(add(1), label('c'))
  assert.equal(await count('label'), 1)
})
