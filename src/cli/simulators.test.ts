import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#platform/config'
import { silentLog } from '#platform/log'
import { scene } from '#test/support/dispatching'
import { openWork } from '../work/open-work.ts'
import { startSimulators } from './pretend/start-simulators.ts'

test('the simulators register themselves without the owner’s rights, and what is owed to them is done', async (t) => {
  const s = await scene(t)
  const dataDir = await mkdtemp(join(tmpdir(), 'simulators-'))
  const config = loadConfig({ RINGBACK_DATA: dataDir, RINGBACK_DEMO: '1' })
  const pretend = await startSimulators({ config, serverUrl: s.db.serverUrl, first: 0 })
  const work = await openWork({ config, serverUrl: s.db.serverUrl, log: silentLog() })
  t.after(async () => {
    await work.close()
    await pretend.stop()
    await rm(dataDir, { recursive: true })
  })
  const [block = ''] = await s.owe({ partner: 'demo-ee' })
  await s.until(block, 'acknowledged')
  assert.match(await work.metrics.metrics(), /ringback_partner_answers_total\{partner="demo-ee",.*"acknowledged"\} 1/)
})

test('a simulator cannot take the place of a real organisation, nor give it a key', async (t) => {
  const { db } = await scene(t)
  await db.owner.pool.query(`insert into organisation (slug, name, sort) values ('north', 'North', 'operator')`)
  const take = db.server.pool.query(
    `select register_pretend_partner('north', 'x', 'operator', 'example-operator', '{}', 'k', repeat('A', 43))`,
  )
  await assert.rejects(take, /real organisation/)
  await assert.rejects(
    db.server.pool.query(`insert into partner_key (partner, kid, public_key) values ('north', 'k', repeat('A', 43))`),
    /permission denied/,
  )
  assert.equal((await db.owner.pool.query('select from partner_key')).rowCount, 0)
})

test('a pretend partner that no simulator runs any more is asked nothing more; what it is owed stays, and nobody real goes', async (t) => {
  const s = await scene(t)
  await s.partner('north')
  await s.db.owner.pool.query(
    `insert into organisation (slug, name, sort, demo) values ('mine', 'Mine', 'operator', true)`,
  )
  await s.db.owner.pool.query(
    `insert into partner (slug, connector, config) values ('mine', 'example-operator', '{"baseUrl":"http://mine.example"}')`,
  )
  const register = (slug: string) =>
    s.db.server.pool.query(
      `select register_pretend_partner($1, $1, 'operator', 'example-operator', '{}', 'k', repeat('A', 43))`,
      [slug],
    )
  await register('demo-gone')
  await register('demo-stays')
  const [owed = ''] = await s.owe({ partner: 'demo-gone' })
  const { rows } = await s.db.server.pool.query(`select retire_pretend_partners('{demo-stays}') as slug`)
  assert.deepEqual(rows, [{ slug: 'demo-gone' }])
  const left = await s.db.owner.pool.query('select slug from partner order by slug')
  assert.deepEqual(
    left.rows.map(({ slug }) => slug),
    ['demo-stays', 'mine', 'north'],
    'a real one, and one that a developer connected by hand, stay',
  )
  assert.equal((await s.action(owed)).state, 'owed')
  await register('demo-gone')
  assert.equal(
    (await s.db.owner.pool.query(`select from partner where slug = 'demo-gone'`)).rowCount,
    1,
    'it may come back',
  )
})

test('whoever starts the simulators finds only those that run in service', async (t) => {
  const s = await scene(t)
  await s.db.server.pool.query(
    `select register_pretend_partner('demo-gone', 'Gone', 'operator', 'example-operator', '{}', 'k', repeat('A', 43))`,
  )
  const dataDir = await mkdtemp(join(tmpdir(), 'simulators-'))
  const config = loadConfig({ RINGBACK_DATA: dataDir, RINGBACK_DEMO: '1' })
  const pretend = await startSimulators({ config, serverUrl: s.db.serverUrl, first: 0 })
  t.after(async () => {
    await pretend.stop()
    await rm(dataDir, { recursive: true })
  })
  const { rows } = await s.db.owner.pool.query('select slug from partner')
  assert.ok(rows.some(({ slug }) => slug === 'demo-ee'))
  assert.ok(!rows.some(({ slug }) => slug === 'demo-gone'))
})
