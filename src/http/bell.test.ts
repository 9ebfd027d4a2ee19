import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { testDatabase } from '#test/support/database'
import { bells } from './bell.ts'
import { announce, LiveHub } from './live-hub.ts'

test('a bell rings for its topic only, keeps a ring until somebody waits, and lets go when the server closes', async (t) => {
  const { server } = await testDatabase(t)
  const hub = await LiveHub.open(server)
  t.after(() => hub.close())
  const app = Fastify()
  const open = bells(app, hub)
  await app.ready()
  const [bell, other] = [open('a-topic'), open('another')]
  assert.equal(await bell.rung(1), false)
  const waiting = bell.rung(20_000)
  await announce(server.kysely, 'a-topic')
  assert.equal(await waiting, true)
  await announce(server.kysely, 'another')
  await announce(server.kysely, 'a-topic')
  assert.equal(await other.rung(20_000), true)
  assert.equal(await bell.rung(20_000), true)
  assert.equal(await bell.rung(1), false, 'each ring is heard once')

  const closing = bell.rung(60_000)
  await app.close()
  assert.equal(await closing, false)
  assert.equal(await bell.rung(60_000), false, 'nobody waits on a server that closes')
  bell.stop()
  other.stop()
  assert.equal(hub.size, 0)
})
