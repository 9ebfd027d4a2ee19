import assert from 'node:assert/strict'
import test from 'node:test'
import fastify from 'fastify'
import { sealBatch } from '#ledger/seal/batch'
import { noteSigner, openNote } from '#lib/note'
import { testDatabase } from '#test/support/database'
import { publicLog } from './public-log.ts'

test('anyone may read signed heads and hashes of the ledger, and nothing else, below /log', async (t) => {
  const { server } = await testDatabase(t)
  const app = fastify()
  await app.register(publicLog(server))
  t.after(() => app.close())
  assert.equal((await app.inject('/log/checkpoint')).statusCode, 404, 'before the first seal there is no head')

  await server.pool.query(
    `with written as (insert into event (stream, version, type, type_version, tenant, actor, cause, data)
       values ('case/1', 1, 'test.happened', 1, 'met', 'public', 'command:1', '{}') returning id)
     insert into unsealed select id from written`,
  )
  const signer = noteSigner('ringback.test/ledger', Buffer.alloc(32, 7))
  await sealBatch(server.pool, signer)
  const head = await app.inject('/log/checkpoint')
  assert.equal(head.headers['content-type'], 'text/plain; charset=utf-8')
  assert.equal(head.headers['cache-control'], 'no-cache')
  assert.ok('text' in openNote(head.body, [signer]))
  const tile = await app.inject('/log/tile/0/000.p/1')
  assert.equal(tile.headers['content-type'], 'application/octet-stream')
  assert.match(String(tile.headers['cache-control']), /immutable/)
  assert.equal(tile.rawPayload.length, 32)
  for (const none of ['/log/', '/log/tile/0/000', '/log/tile/0/000.p/2', '/log/tile/entries/000.p/1', '/log/event/1']) {
    assert.equal((await app.inject(none)).statusCode, 404, none)
  }
})
