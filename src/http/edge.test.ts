import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { buildApp } from './build-app.ts'
import { defineRoute } from './define-route.ts'
import { problems } from './problems.ts'
import { asStaff, idleLedger, named, statedCaller, testApp } from './testing.ts'

const open = { who: 'anyone', summary: 'For a test', reply: z.object({ ok: z.boolean() }) } as const
const ok = () => ({ ok: true })
const take = defineRoute()({
  ...open,
  method: 'POST',
  url: '/take',
  body: z.strictObject({ a: z.string() }),
  handle: ok,
})
const form = defineRoute()({
  ...open,
  method: 'POST',
  url: '/form',
  accepts: 'form',
  body: z.strictObject({ a: z.string() }),
  handle: ok,
})
const get = defineRoute()({ ...open, method: 'GET', url: '/get/:id', params: z.object({ id: z.string() }), handle: ok })
const few = defineRoute()({ ...open, method: 'GET', url: '/few', limitPerMinute: 2, handle: ok })
const broken = defineRoute()({
  ...open,
  method: 'GET',
  url: '/broken',
  handle: () => {
    throw new Error('Connect the cable.', { cause: new Error('cable') })
  },
})
const losesDatabase = defineRoute()({
  ...take,
  handle: () => {
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  },
  url: '/lost',
} as never)
const asksDatabase = defineRoute<{ event: { stream: string; version: number } }>()({
  ...open,
  method: 'GET',
  url: '/values/:id',
  params: z.object({ id: z.string() }),
  handle: async ({ id }, { db }) => {
    await db
      .selectFrom('event')
      .selectAll()
      .where('version', '=', id as never)
      .execute()
    return { ok: true }
  },
})
const routes = [take, form, get, few, broken, losesDatabase, asksDatabase]

/** A log that keeps its lines. */
const keptLog = () => {
  const lines: string[] = []
  const say = (...said: unknown[]) => void lines.push(JSON.stringify(said))
  const log = { fatal: say, error: say, warn: say, info: say, debug: say, child: () => log }
  return { log, lines }
}

test('the edge', async (whole) => {
  const db = await testDatabase({ after: (done) => after(done as () => Promise<void>) })

  await whole.test('every refusal before a handler is a problem document with its own code', async (t) => {
    const app = await testApp(t, db, routes)
    const json = { 'content-type': 'application/json' }
    const cases = [
      [{ url: '/nowhere' }, 'not-found'],
      [{ url: '/nowhere/%zz' }, 'malformed-request'],
      [{ method: 'DELETE', url: '/take' }, 'method-not-allowed'],
      [{ method: 'POST', url: '/take', headers: json, payload: '{"a":' }, 'malformed-request'],
      [{ method: 'POST', url: '/take', headers: json, payload: '' }, 'malformed-request'],
      [
        { method: 'POST', url: '/take', headers: { 'content-type': 'text/plain' }, payload: 'a' },
        'unsupported-media-type',
      ],
      [
        {
          method: 'POST',
          url: '/take',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: 'a=b',
        },
        'unsupported-media-type',
      ],
      [{ method: 'POST', url: '/form', payload: { a: 'b' } }, 'unsupported-media-type'],
      [{ method: 'POST', url: '/take', payload: { a: 'x'.repeat(10 * 1_048_576) } }, 'body-too-large'],
      [{ method: 'POST', url: '/take', payload: { a: 1 } }, 'invalid-input'],
    ] as const
    for (const [request, code] of cases) {
      const answer = await app.inject(request as never)
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, code)
      const { code: found, type, status, title, detail, reference } = answer.json()
      assert.equal(found, code)
      assert.equal(type, `/problems/${code}`)
      assert.equal(status, answer.statusCode)
      assert.equal(status, problems[code].status)
      assert.ok(title && detail && reference)
    }
  })

  await whole.test('a wrong method is told the right ones', async (t) => {
    const app = await testApp(t, db, routes)
    const answer = await app.inject({ method: 'PUT', url: '/get/7' })
    assert.equal(answer.statusCode, 405)
    assert.equal(answer.headers.allow, 'GET, HEAD')
  })

  await whole.test('too many requests are refused with the time to wait, each caller for itself', async (t) => {
    const app = await testApp(t, db, routes)
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await app.inject('/few')).statusCode)
    assert.deepEqual(statuses, [200, 200, 429])
    const refused = await app.inject('/few')
    assert.equal(refused.json().code, 'too-many-requests')
    assert.ok(Number(refused.headers['retry-after']) > 0)
    assert.equal((await app.inject({ url: '/few', headers: asStaff('analyst') })).statusCode, 200)
    assert.equal((await app.inject({ url: '/few', remoteAddress: '192.0.2.7' })).statusCode, 200)
  })

  await whole.test(
    'behind our own proxy people are told apart by what it says of them; nobody else is believed',
    async (t) => {
      const behind = await testApp(t, db, routes, { proxies: ['10.1.0.0/16'] })
      const ask = async (app: FastifyInstance, remoteAddress: string, from: string) =>
        (await app.inject({ url: '/few', remoteAddress, headers: { 'x-forwarded-for': from } })).statusCode
      for (let person = 1; person < 20; person++) {
        assert.equal(await ask(behind, '10.1.0.5', `192.0.2.${person}`), 200)
        // Whoever writes an address of their own before it is still the one that the proxy saw.
        assert.equal(await ask(behind, '10.1.0.5', `198.51.100.${person}, 192.0.2.99`), person < 3 ? 200 : 429)
        assert.equal(await ask(behind, '203.0.113.9', `192.0.2.${100 + person}`), person < 3 ? 200 : 429)
      }
      const alone = await testApp(t, db, routes)
      for (let person = 1; person < 5; person++)
        assert.equal(await ask(alone, '10.1.0.5', `192.0.2.${person}`), person < 3 ? 200 : 429)
    },
  )

  await whole.test('guessing addresses is limited like any other request', async (t) => {
    const app = await testApp(t, db, [], { requestsPerMinute: 2 })
    const statuses = []
    for (const url of ['/a', '/b', '/c']) statuses.push((await app.inject(url)).statusCode)
    assert.deepEqual(statuses, [404, 404, 429])
  })

  await whole.test(
    'a person gets a page instead of a document, with no script and nothing of the request in it',
    async (t) => {
      const app = await testApp(t, db, routes)
      const answer = await app.inject({ url: '/get<script>', headers: { accept: 'text/html,*/*' } })
      assert.equal(answer.statusCode, 404)
      assert.match(String(answer.headers['content-type']), /^text\/html/)
      assert.match(answer.body, /There is nothing here/)
      assert.doesNotMatch(answer.body, /script/)
    },
  )

  await whole.test('when the error page itself fails, a plain one is shown and the fault is logged', async (t) => {
    const { log, lines } = keptLog()
    const renderError = () => {
      throw new Error('Template lost.')
    }
    const app = await testApp(t, db, routes, { log, renderError })
    const answer = await app.inject({ url: '/nowhere', headers: { accept: 'text/html' } })
    assert.equal(answer.statusCode, 404)
    assert.match(answer.body, /There is nothing here/)
    assert.match(lines.join(), /Template lost/)
  })

  await whole.test(
    'when finding out who calls fails, the answer is a fault with every header, and the handler never ran',
    async (t) => {
      const authenticate = async () => {
        throw new Error('Sessions are away.')
      }
      const app = await testApp(t, db, routes, { authenticate })
      const answer = await app.inject('/get/1')
      assert.equal(answer.json().code, 'fault')
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
    },
  )

  await whole.test('a fault says nothing but a number, and the log says the rest under the same number', async (t) => {
    const { log, lines } = keptLog()
    const app = await testApp(t, db, routes, { log })
    const answer = await app.inject('/broken')
    assert.equal(answer.statusCode, 500)
    assert.doesNotMatch(answer.body, /cable/)
    const fault = lines.find((line) => line.includes('Connect the cable.'))
    assert.ok(fault?.includes(answer.json().reference))
  })

  await whole.test(
    'a connection that the database lost is our fault, not a request that its sender must mend',
    async (t) => {
      const app = await testApp(t, db, routes)
      await app.listen({ port: 0, host: '127.0.0.1' })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${app.listeningOrigin}/lost`, { method: 'POST', headers, body: '{"a":"b"}' })
      assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [500, 'fault'])
    },
  )

  await whole.test(
    'the log has one line a request, and no query, path value, body or database value in any',
    async (t) => {
      const { log, lines } = keptLog()
      const app = await testApp(t, db, routes, { log })
      await app.inject('/get/SECRET?q=SECRET')
      await app.inject({ method: 'POST', url: '/take', payload: { a: 'SECRET', SECRET: 'SECRET' } })
      await app.inject('/SECRET/SECRET')
      await app.inject('/%zzSECRET')
      assert.equal(lines.length, 4)
      await app.inject('/values/SECRET')
      assert.equal(lines.length, 6, 'a fault has a second line')
      assert.doesNotMatch(lines.join(), /SECRET/)
      assert.match(lines[0] ?? '', /"method":"GET","route":"\/get\/:id","status":200,"ms":[\d.]+,"actor":"anyone"/)
      assert.match(lines[1] ?? '', /"problem":"invalid-input"/)
    },
  )

  await whole.test('every answer carries the headers that keep scripts, frames and other sites out', async (t) => {
    const app = await testApp(t, db, routes)
    for (const url of ['/get/1', '/nowhere', '/%zz', '/broken', '/healthz', '/api/']) {
      const { headers } = await app.inject(url)
      const policy = String(headers['content-security-policy'])
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        assert.ok(policy.includes(rule), `${url}: ${rule}`)
      assert.doesNotMatch(policy, /unsafe/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['referrer-policy'], 'same-origin')
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
      assert.match(String(headers['permissions-policy']), /camera=\(\)/)
      assert.match(String(headers['ringback-request']), /^[0-9a-f-]{36}$/)
      assert.equal(headers['strict-transport-security'], undefined)
    }
  })

  await whole.test('under https the browser is told to stay there', async (t) => {
    const app = await testApp(t, db, routes, { publicUrl: new URL('https://ringback.example') })
    assert.match(String((await app.inject('/get/1')).headers['strict-transport-security']), /max-age=\d{8}/)
  })

  await whole.test(
    'a form posted from another site with our cookie is refused; from our own page it is taken',
    async (t) => {
      const app = await testApp(t, db, routes)
      const post = async (headers: Record<string, string>) =>
        (await app.inject({ method: 'POST', url: '/take', payload: { a: 'b' }, headers })).statusCode
      const cookie = 'session=x'
      assert.equal(await post({ cookie, 'sec-fetch-site': 'cross-site' }), 403)
      assert.equal(await post({ cookie, 'sec-fetch-site': 'same-site' }), 403)
      assert.equal(await post({ cookie, origin: 'https://elsewhere.example' }), 403)
      assert.equal(await post({ cookie, origin: 'null' }), 403)
      assert.equal(await post({ cookie, 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' }), 403)
      assert.equal(await post({ cookie }), 403)
      assert.equal(await post({ cookie, 'sec-fetch-site': 'same-origin' }), 200)
      assert.equal(await post({ cookie, 'sec-fetch-site': 'same-origin', origin: 'null' }), 200)
      assert.equal(await post({ cookie, 'sec-fetch-site': 'cross-site', origin: 'null' }), 403)
      assert.equal(await post({ cookie, origin: 'null' }), 403)
      assert.equal(await post({ cookie, origin: 'http://localhost:8080' }), 200)
      assert.equal(await post({}), 200)
      const refused = await app.inject({ method: 'POST', url: '/take', payload: { a: 'b' }, headers: { cookie } })
      assert.equal(refused.json().code, 'cross-site')
    },
  )

  await whole.test('each problem has a page and a document at its type, for people and programs', async (t) => {
    const app = await testApp(t, db, routes, {
      refusals: { 'reported-stolen': { status: 409, says: 'Do not sell it.' } },
    })
    for (const [code, { title, detail }] of Object.entries(problems)) {
      assert.equal((await app.inject(`/problems/${code}`)).json().detail, detail)
      const page = await app.inject({ url: `/problems/${code}`, headers: { accept: 'text/html' } })
      assert.ok(page.body.includes(title.replaceAll("'", '&#39;')))
    }
    assert.equal((await app.inject('/problems/reported-stolen')).json().detail, 'Do not sell it.')
    assert.equal((await app.inject('/problems/toString')).statusCode, 404)
  })

  await whole.test('in a demo the pages made here say that nothing is real, and elsewhere they do not', async (t) => {
    for (const demo of [true, false]) {
      const app = await testApp(t, db, [], { demo })
      const page = await app.inject({ url: '/problems/not-found', headers: { accept: 'text/html' } })
      assert.equal(page.body.includes('Demo: nothing here is real'), demo)
      const style = /href="([^"]*demo\.css)"/.exec((await app.inject('/api/')).body)?.[1]
      assert.equal(style !== undefined, demo)
      if (style)
        assert.match((await app.inject(`/api/${style.replace(/^\.?\/?(api\/)?/, '')}`)).body, /nothing here is real/)
    }
  })

  await whole.test(
    'every code of the catalogue is answered somewhere in the source, so no page explains what never happens',
    async () => {
      const folder = new URL('../', import.meta.url)
      const files = (await readdir(folder, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name))
      const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
      for (const code of Object.keys(problems)) {
        const uses = sources.filter((text) => text.includes(`'${code}'`) && !text.includes('export const problems ='))
        assert.ok(uses.length > 0, code)
      }
    },
  )

  await whole.test(
    'a request that arrives too slowly, or is no HTTP, is answered with a problem document',
    async (t) => {
      const options = { database: db.server, ledger: idleLedger }
      const app = await buildApp({
        ...options,
        log: keptLog().log,
        publicUrl: new URL('http://localhost:8080'),
        authenticate: statedCaller,
        routes: named(...routes),
        requestTimeoutMs: 200,
      })
      t.after(() => app.close())
      await app.listen({ port: 0, host: '127.0.0.1' })
      const port = Number(new URL(app.listeningOrigin).port)
      const slow = await exchange(
        port,
        'POST /take HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a"',
      )
      assert.match(slow, /^HTTP\/1.1 408 /)
      assert.match(slow, /"code":"request-timeout"/)
      assert.match(await exchange(port, 'NONSENSE\r\n\r\n'), /400 Bad Request[\s\S]*"code":"malformed-request"/)
      const long = `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(40_000)}\r\n\r\n`
      assert.match(await exchange(port, long), /431 [\s\S]*"code":"headers-too-large"/)
    },
  )

  await whole.test('the process says that it lives, whether it can serve, and what is wrong', async (t) => {
    let said: string | undefined
    const app = await testApp(t, db, routes, { ready: [{ name: 'migrations', check: async () => said }] })
    assert.deepEqual((await app.inject('/healthz')).json(), { status: 'up' })
    assert.equal((await app.inject('/readyz')).statusCode, 200)
    said = 'Run ringback migrate.'
    const wrong = await app.inject('/readyz')
    assert.equal(wrong.statusCode, 503)
    assert.deepEqual(wrong.json().wrong, { migrations: said })
  })

  await whole.test('the measurements name route patterns only', async (t) => {
    const app = await testApp(t, db, routes)
    await app.inject('/get/SECRET')
    const { body } = await app.inject('/metrics')
    assert.match(body, /ringback_http_request_seconds_count\{method="GET",route="\/get\/:id",status="200"\} 1/)
    assert.match(body, /ringback_database_connections\{state="open"\} \d/)
    assert.doesNotMatch(body, /SECRET/)
  })
})

/** Sends bytes, does not end, and gives back all that comes until the other side closes. */
const exchange = (port: number, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
