import assert from 'node:assert/strict'
import type { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { type PartyTables, partiesOf } from './parties.ts'

const number = '+447700900123'
const nobody = { banks: [] }

test('who can be asked is read again whenever a partner comes, changes or goes, and only then', async (t) => {
  const { url, serverUrl } = await testDatabase(t)
  const { pool: owner, close: closeOwner } = openDatabase(url, { max: 1 })
  const { kysely, pool, close } = openDatabase<PartyTables>(serverUrl, { max: 1 })
  t.after(async () => {
    await close()
    await closeOwner()
  })
  const operators = async () => (await partiesOf(kysely, undefined, nobody)).operators
  const home = async () => (await partiesOf(kysely, number, nobody)).home
  const add = (slug: string, ranges: string[]) =>
    owner.query(
      `with o as (insert into organisation (slug, name, sort) values ($1, $1, 'operator') returning slug)
       insert into partner (slug, connector, config) select slug, 'operator', $2::jsonb from o`,
      [slug, JSON.stringify({ numberRanges: ranges })],
    )
  assert.deepEqual(await operators(), [])
  await add('first', ['+4477'])
  await add('second', ['+447700'])
  assert.deepEqual([await operators(), await home()], [['first', 'second'], ['second']])
  let rows = 0
  pool.on('acquire', (client) => {
    const { connection } = client as unknown as { connection: EventEmitter }
    connection.on('dataRow', () => {
      rows += 1
    })
  })
  assert.deepEqual(await home(), ['second'])
  assert.equal(rows, 0, 'nothing has changed: nothing is read')
  await owner.query(`update partner set config = '{}' where slug = 'second'`)
  assert.deepEqual(await home(), ['first'])
  await owner.query(`update organisation set sort = 'maker' where slug = 'second'`)
  assert.deepEqual(await operators(), ['first'])
  // What is rolled back was never there; the version that it had is nobody's.
  await owner.query('begin')
  await owner.query(`delete from partner where slug = 'first'`)
  assert.deepEqual(await operators(), ['first'])
  await owner.query('rollback')
  await owner.query(`delete from partner where slug = 'second'`)
  assert.deepEqual(await operators(), ['first'])
  await owner.query(`delete from partner where slug = 'first'`)
  assert.deepEqual(await operators(), [])
})
