import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHere } from '#test/support/command'
import type { TestDatabase } from '#test/support/database'
import { scene } from '#test/support/dispatching'

/** Runs the real command against the test's database. */
const ringback = async ({ url, serverUrl }: TestDatabase, ...args: string[]) => {
  const env = { DATABASE_URL: url, DATABASE_SERVER_URL: serverUrl, LOG_LEVEL: 'error' }
  const { code, out, err } = await commandHere(args, env)
  return { code, out, words: err }
}

test('a person sees what waits for them, sends it again or gives it up, and is told when there is nothing', async (t) => {
  const s = await scene(t)
  await s.partner('north')
  assert.deepEqual(await ringback(s.db, 'actions'), { code: 0, out: '', words: 'Nothing waits for a person.\n' })

  const [odd = ''] = await s.owe({ partner: 'north', kind: 'sing-a-song' })
  const dispatcher = await s.dispatch()
  await s.until(odd, 'dead')
  await dispatcher.stop()
  const listed = await ringback(s.db, 'actions', 'list', '--json')
  assert.equal(listed.code, 1)
  assert.equal(JSON.parse(listed.out).id, odd)
  assert.equal(JSON.parse(listed.out).why, 'example-operator has no sing-a-song')

  assert.equal((await ringback(s.db, 'actions', 'again', odd)).code, 0)
  assert.equal((await s.action(odd)).state, 'owed')
  assert.equal((await ringback(s.db, 'actions', 'again', odd)).code, 1, 'it is not dead any more')
  assert.equal((await ringback(s.db, 'actions', 'give-up', odd)).code, 2, 'not without a reason')
  assert.equal((await ringback(s.db, 'actions', 'again', 'no-uuid')).code, 2)
})

test('how a partner is reached is said on the command line, and refused when it cannot be', async (t) => {
  const { db } = await scene(t)
  const connect = (slug: string, contract: string, at: string) =>
    ringback(db, 'connect', slug, '--contract', contract, '--url', at, '--client-id', 'ringback')
  const unknown = await connect('north', 'example-operator', 'https://north.example')
  assert.equal(unknown.code, 1)
  assert.match(unknown.words, /ringback partner add north/)
  await db.owner.pool.query(`insert into organisation (slug, name, sort) values ('north', 'North', 'operator')`)
  assert.match((await connect('north', 'telepathy', 'https://north.example')).words, /blackhole, .*example-operator/)
  assert.equal((await connect('north', 'example-operator', 'north')).code, 2)
  assert.equal((await connect('north', 'example-operator', 'https://north.example')).code, 0)
  assert.equal((await ringback(db, 'pause', 'north')).code, 0)
  const { rows } = await db.owner.pool.query('select slug, connector, paused from partner')
  assert.deepEqual(rows, [{ slug: 'north', connector: 'example-operator', paused: true }])
  assert.equal((await ringback(db, 'resume', 'south')).code, 1)
})
