import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connector, kinds, loadConnectors } from '#partners'
import { openPool, partnerHttp } from './http-client.ts'
import { isKind } from './kinds.ts'

// Holds for every file in connectors/, with no line written for it: over real HTTP, whatever the partner does.

let behave: RequestListener = (_request, response) => void response.end()
const server = createServer((request, response) => behave(request, response))
const pool = openPool(4)

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
after(async () => {
  await pool.destroy()
  server.closeAllConnections()
  server.close()
})

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end('{}')

const says =
  (body: string | Buffer): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(body)

const drip: RequestListener = async (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  while (!response.destroyed && response.write(' ')) await pause(20)
}

const troubles: Record<string, { does: RequestListener; outcomes?: string[] }> = {
  ...Object.fromEntries(
    [200, 202, 204, 302, 400, 401, 403, 404, 409, 422, 429].map((code) => [`a ${code}`, { does: status(code) }]),
  ),
  ...Object.fromEntries([500, 502, 503, 504].map((code) => [`a ${code}`, { does: status(code), outcomes: ['retry'] }])),
  'a 429 with Retry-After': { does: status(429, { 'retry-after': '17' }) },
  'a Retry-After that is no number': { does: status(503, { 'retry-after': 'soon' }), outcomes: ['retry'] },
  'a redirect to another host': { does: status(307, { location: 'http://198.51.100.1/steal' }) },
  silence: { does: () => {}, outcomes: ['retry'] },
  'a slow drip that never ends': { does: drip, outcomes: ['retry'] },
  'a broken connection': { does: (request) => void request.socket.destroy(), outcomes: ['retry'] },
  'an answer cut short': {
    does: (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"rec')
      setTimeout(() => request.socket.destroy(), 20)
    },
    outcomes: ['retry'],
  },
  'a huge body': { does: says(Buffer.alloc(2_000_000, 'x')), outcomes: ['retry'] },
  garbage: { does: says(Buffer.from([0xff, 0xfe, 0x00, 0x7b])) },
  'JSON of the wrong shape': { does: says('[[{"receipt":{"a":1}}]]') },
  'a number for a receipt': { does: says('{"receipt":7,"code":[]}') },
  'a bare null': { does: says('null') },
}

const connectors = await loadConnectors()
const configOf = (connector: Connector) => {
  const { port } = server.address() as AddressInfo
  return connector.config.parse({ baseUrl: `http://127.0.0.1:${port}`, clientId: 'ringback' })
}

const carry = (connector: Connector, kind: keyof typeof kinds, deadlineMs: number) => {
  const config = configOf(connector)
  const { port } = server.address() as AddressInfo
  const http = partnerHttp({ baseUrl: `http://127.0.0.1:${port}`, pool, deadline: AbortSignal.timeout(deadlineMs) })
  const { input, sample } = kinds[kind]
  const tools = { http, config, actionId: randomUUID(), cancels: undefined, until: undefined }
  return connector.actions[kind]?.(input.parse(sample), tools)
}

test('every file in connectors/ is under this contract', async () => {
  const files = await readdir(new URL('connectors/', import.meta.url))
  const names = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.replace(/\.ts$/, ''))
  assert.deepEqual([...connectors.keys()].sort(), names.sort())
})

for (const [file, connector] of connectors) {
  test(`${file}: names itself after its file`, () => assert.equal(connector.contract, file))

  for (const kind of Object.keys(kinds).filter(isKind)) {
    if (!connector.actions[kind]) {
      test(`${file}: ${kind}`, { skip: 'this contract does not have it' })
      continue
    }
    test(`${file}: ${kind} answers anything that a partner may do with an outcome, and never throws`, async (t) => {
      for (const [name, { does, outcomes = ['acknowledged', 'rejected', 'pending', 'retry'] }] of Object.entries(
        troubles,
      ))
        await t.test(name, async () => {
          behave = does
          const quick = name === 'silence' || name.includes('drip')
          const outcome = await carry(connector, kind, quick ? 150 : 5_000)
          assert.ok(outcome && outcomes.includes(outcome.outcome), `it said ${JSON.stringify(outcome)}`)
          if (outcome.outcome === 'acknowledged') assert.equal(outcome.receipt, undefined, 'no receipt was given')
          if (name.endsWith('Retry-After')) assert.ok('afterSeconds' in outcome && outcome.afterSeconds >= 17)
        })
    })

    test(`${file}: ${kind} sends the action’s id as its idempotency key, and nothing about the handset in the address`, async () => {
      const seen: { url: string; key: string | string[] | undefined }[] = []
      behave = (request, response) => {
        seen.push({ url: request.url ?? '', key: request.headers['idempotency-key'] })
        response.end('{}')
      }
      await carry(connector, kind, 5_000)
      assert.match(String(seen[0]?.key), /^[0-9a-f-]{36}$/)
      assert.doesNotMatch(seen[0]?.url ?? '', /\d{5}/)
    })
  }
}

test('the blackhole takes everything, sends nothing and claims nothing', async () => {
  const blackhole = connectors.get('blackhole')
  let asked = 0
  behave = () => {
    asked++
  }
  const tools = {
    http: async () => assert.fail('it must not call anyone'),
    config: undefined,
    actionId: randomUUID(),
    cancels: undefined,
    until: undefined,
  }
  const outcome = await blackhole?.otherwise?.({}, tools)
  assert.equal(outcome?.outcome, 'not-sent')
  assert.equal(asked, 0)
})
