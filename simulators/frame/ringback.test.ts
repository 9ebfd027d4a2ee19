import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { openRingback } from './ringback.ts'

test('a pretend partner whose token is refused, and whom Ringback cannot answer just then, asks again with a new token', async (t) => {
  const asked: string[] = []
  const answers = [401, 503, 200]
  const server = createServer(async (request, response) => {
    const token = request.url === '/oauth/token'
    const text = (await request.toArray()).join('')
    asked.push(token ? 'token' : `${request.headers.authorization} ${text}`)
    const body = { access_token: `t${asked.filter((one) => one === 'token').length}`, expires_in: 300 }
    response.writeHead(token ? 200 : (answers.shift() ?? 500), { 'content-type': 'application/json' })
    response.end(JSON.stringify(token ? body : { done: true }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  const ringback = openRingback({
    publicUrl,
    slug: 'x',
    sort: 'operator',
    sign: async () => 'jwt',
    now: () => new Date(),
    signal,
  })
  assert.deepEqual(await ringback.post('/api/things', { n: 1 }), { status: 200, body: { done: true } })
  assert.deepEqual(asked, ['token', 'Bearer t1 {"n":1}', 'token', 'Bearer t2 {"n":1}', 'Bearer t2 {"n":1}'])
})

test('a pretend partner that is stopped waits for nobody', async () => {
  const stop = new AbortController()
  const publicUrl = 'http://127.0.0.1:9'
  const parts = { slug: 'x', sort: 'operator', sign: async () => 'jwt', now: () => new Date(), signal: stop.signal }
  const asking = openRingback({ publicUrl, ...parts }).post('/api/things', {})
  stop.abort()
  assert.equal((await asking).status, 0)
})
