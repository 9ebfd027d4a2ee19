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
