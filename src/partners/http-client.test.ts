import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { openPool, partnerHttp } from './http-client.ts'
import { openTokens } from './tokens.ts'

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }

async function partner(t: TestContext, answer: (request: IncomingMessage, body: string) => Answer) {
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    const { status = 200, body: given = {}, headers = {} } = answer(request, body)
    response.writeHead(status, headers).end(JSON.stringify(given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const pool = openPool(4)
  t.after(async () => {
    await pool.destroy()
    server.close()
  })
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, pool }
}

const soon = () => AbortSignal.timeout(5_000)

/** A partner with a token endpoint, and a clock that the test moves. */
async function signedIn(t: TestContext, { lives = 60, takes = (token: string) => token !== '' } = {}) {
  const given: string[] = []
  const asked: string[] = []
  const { baseUrl, pool } = await partner(t, (request, body) => {
    if (request.url === '/api/oauth2/token') {
      asked.push(`${request.headers.authorization} ${body}`)
      given.push(`token-${given.length + 1}`)
      return { body: { access_token: given.at(-1), token_type: 'Bearer', expires_in: lives } }
    }
    const token = String(request.headers.authorization).replace('Bearer ', '')
    return takes(token) ? { body: { token } } : { status: 401 }
  })
  let at = 0
  const credentials = { tokenUrl: `${baseUrl}/oauth2/token`, clientId: 'ring:back', secret: () => 's p' }
  const tokens = openTokens(credentials, () => new Date(at))
  const http = partnerHttp({ baseUrl, pool, deadline: soon(), tokens })
  const tokenUsed = async () => (await http('/x')).read(z.object({ token: z.string() }))?.token
  const tick = (seconds: number) => {
    at += seconds * 1000
  }
  return { http, given, asked, tokenUsed, tick }
}

test('it signs in once for many calls, and again shortly before the token ends', async (t) => {
  const { tokenUsed, asked, tick } = await signedIn(t)
  assert.deepEqual(await Promise.all([tokenUsed(), tokenUsed(), tokenUsed()]), ['token-1', 'token-1', 'token-1'])
  tick(49)
  assert.equal(await tokenUsed(), 'token-1')
  tick(2)
  assert.equal(await tokenUsed(), 'token-2')
  // RFC 6749 2.3.1: form-encoded before base64, so that a colon in the id cannot be mistaken.
  assert.equal(asked[0], `Basic ${btoa('ring%3Aback:s%20p')} grant_type=client_credentials`)
})

test('a token that the partner no longer takes is fetched anew, once', async (t) => {
  const good = await signedIn(t, { takes: (token) => token !== 'token-1' })
  assert.equal(await good.tokenUsed(), 'token-2')
  const never = await signedIn(t, { takes: () => false })
  assert.equal((await never.http('/x')).status, 401)
  assert.equal(never.given.length, 2)
})

test('no redirect is followed: neither the token nor the handset goes to another host', async (t) => {
  let elsewhere = 0
  const other = await partner(t, () => {
    elsewhere++
    return {}
  })
  const { baseUrl, pool } = await partner(t, () => ({ status: 307, headers: { location: other.baseUrl } }))
  const reply = await partnerHttp({ baseUrl, pool, deadline: soon() })('/x', { json: {} })
  assert.equal(reply.status, 307)
  assert.equal(elsewhere, 0)
})

test('a connector cannot be led to another host by the path it calls', async (t) => {
  let elsewhere = 0
  const other = await partner(t, () => {
    elsewhere++
    return {}
  })
  const { pool, baseUrl } = await partner(t, () => ({}))
  const { host } = new URL(other.baseUrl)
  const http = partnerHttp({ baseUrl: new URL(baseUrl).origin, pool, deadline: soon() })
  for (const path of [`//${host}/x`, `http://${host}/x`, `/\\${host}/x`, `@${host}/x`]) await http(path)
  assert.equal(elsewhere, 0)
})

test('what failed is said in a word that quotes nothing of what was sent', async (t) => {
  const pool = openPool(1)
  t.after(() => pool.destroy())
  const http = partnerHttp({ baseUrl: 'http://127.0.0.1:1', pool, deadline: soon() })
  const reply = await http('/x', { json: { imeiKeys: ['35693803564380'] } })
  assert.equal(reply.status, 0)
  assert.equal(reply.failed, 'connection failed (ECONNREFUSED)')
})
