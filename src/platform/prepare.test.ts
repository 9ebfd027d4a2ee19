import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { emptyDatabase } from '#test/support/database'
import { openDatabase } from './database.ts'

type Tables = { thing: { id: number; name: string } }

test('a statement that comes again is prepared; one of all columns, of a table or of all, never, so that a column can be added', async (t) => {
  // One connection: it holds what is prepared.
  const { kysely: db, pool, close } = openDatabase<Tables>(await emptyDatabase(t), { max: 1 })
  t.after(() => close())
  await pool.query(`create table thing (id int, name text); insert into thing values (1, 'one')`)
  const one = db.selectFrom('thing').where('id', '=', 1)
  const two = db.insertInto('thing').values({ id: 2, name: 'two' })
  const asked = {
    named: () => one.select(['id', 'name']).execute(),
    all: () => one.selectAll().execute(),
    ofTable: () => one.selectAll('thing').execute(),
    returned: () => two.returningAll().execute(),
    written: async () => (await sql<object>`select a.* from thing a where id = ${1}`.execute(db)).rows,
  }
  const widths = async () => {
    const found: Record<string, number> = {}
    for (const [how, ask] of Object.entries(asked)) found[how] = Object.keys((await ask())[0] ?? {}).length
    return found
  }
  for (let time = 0; time < 3; time++) await widths() // seen, prepared, used
  await pool.query('alter table thing add column more text')
  assert.deepEqual(await widths(), { named: 2, all: 3, ofTable: 3, returned: 3, written: 3 })
  const { rows } = await pool.query('select statement from pg_prepared_statements')
  assert.deepEqual(
    rows.map(({ statement }) => statement),
    ['select "id", "name" from "thing" where "id" = $1'],
  )
})
