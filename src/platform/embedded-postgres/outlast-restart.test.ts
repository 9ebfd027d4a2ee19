import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Client } from 'pg'
import { silentLog } from '#platform/log'
import { migrate, readMigrations } from '#platform/migrate'
import { isLostConnection, outlastRestart } from './outlast-restart.ts'
import { startEmbedded } from './start-embedded.ts'

async function running(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-outlast-'))
  const embedded = await startEmbedded({ dataDir, log: silentLog() })
  t.after(async () => {
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return embedded
}

test('a database killed in the middle of a migration is migrated once it is back', async (t) => {
  const embedded = await running(t)
  const urls = { ownerUrl: embedded.url, serverUrl: embedded.url.replace('ringback:', 'ringback_serve:') }
  let tries = 0
  let killed = false
  const applied = await outlastRestart(() => {
    tries++
    const killOnce = () => {
      if (!killed) process.kill(embedded.pid(), 'SIGKILL')
      killed = true
    }
    return migrate({ ...urls, onApplied: killOnce })
  })
  assert.ok(killed && tries > 1, `tried ${tries} times`)
  assert.equal(applied.at(-1), readMigrations().at(-1)?.name)
  const client = new Client({ connectionString: embedded.url })
  await client.connect()
  const { rows } = await client.query('select count(*)::int as done from migration')
  await client.end()
  assert.deepEqual(rows, [{ done: readMigrations().length }])
})

test('what the database refuses is not tried again', async () => {
  let tries = 0
  const refused = Object.assign(new Error('duplicate key'), { code: '23505' })
  const work = async () => {
    tries++
    throw refused
  }
  await assert.rejects(outlastRestart(work), refused)
  assert.equal(tries, 1)
})

test('a database that stays away, or a start that is being stopped, ends the trying', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
  const work = () => Promise.reject(away)
  await assert.rejects(outlastRestart(work, { forMs: 150 }), away)
  await assert.rejects(outlastRestart(work, { ended: AbortSignal.abort() }), away)
})

test('a lost connection is known by its code, by its words and behind the error that it caused', () => {
  assert.ok(isLostConnection(new Error('Connection terminated unexpectedly')))
  assert.ok(isLostConnection(new Error('Client has encountered a connection error and is not queryable')))
  assert.ok(isLostConnection(Object.assign(new Error('the database system is starting up'), { code: '57P03' })))
  assert.ok(isLostConnection(new Error('The migration failed', { cause: new Error('Connection terminated') })))
  assert.ok(!isLostConnection(Object.assign(new Error('password'), { code: '28P01' })))
  assert.ok(!isLostConnection('Connection terminated'))
})
