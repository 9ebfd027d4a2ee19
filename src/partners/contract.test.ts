import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type CallTools, type Connector, kinds, loadConnectors } from '#partners'
import { mailTroubles, openMailServer } from '#test/support/mail-server'
import { openPool, partnerHttp } from './http-client.ts'
import { isKind } from './kinds.ts'

// Holds for every file in connectors/, with no line written for it: over real HTTP, or real SMTP where its sample says so,
// whatever the partner does.

let behave: RequestListener = (_request, response) => void response.end()
const server = createServer((request, response) => behave(request, response))
const pool = openPool(4)

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
const { port } = await new Promise<AddressInfo>((resolve) =>
  server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)),
)
const mail = await openMailServer()
after(mail.close)
const speaksSmtp = ({ sample }: Connector) => String(sample?.baseUrl).startsWith('smtp:')
const baseUrlOf = (connector: Connector) =>
  speaksSmtp(connector) ? `smtp://127.0.0.1:${mail.port}` : `http://127.0.0.1:${port}`
const configOf = (connector: Connector) =>
  connector.config.parse({ clientId: 'ringback', ...connector.sample, baseUrl: baseUrlOf(connector) })

/** An address in a sample stands for one at the partner itself. */
const atPartner = (sample: object): unknown =>
  JSON.parse(JSON.stringify(sample).replaceAll('http://127.0.0.1/', `http://127.0.0.1:${port}/`))

const carry = (connector: Connector, kind: keyof typeof kinds, deadlineMs: number, actionId: string = randomUUID()) => {
  const deadline = AbortSignal.timeout(deadlineMs)
  const { input, sample } = kinds[kind]
  const tools: CallTools<unknown> = {
    http: partnerHttp({ baseUrl: `http://127.0.0.1:${port}`, pool, deadline }),
    httpAt: (origin) => partnerHttp({ baseUrl: origin, pool, deadline }),
    secret: () => (speaksSmtp(connector) ? undefined : 'pretend-2gQhZ7xk0yqk2n2Yk3vJ8bq6l9wq3kX1m5p7r9t1v3x'),
    ...{ config: configOf(connector), actionId, deadline, again: false, cancels: undefined, until: undefined },
  }
  return connector.actions[kind]?.(input.parse(atPartner(sample)), tools)
}

const anyOutcome = ['acknowledged', 'rejected', 'pending', 'retry']
const isQuick = (name: string) => name === 'silence' || name.includes('drip')

test('every file in connectors/ is under this contract', async () => {
  const files = await readdir(new URL('connectors/', import.meta.url))
  const names = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.replace(/\.ts$/, ''))
  assert.deepEqual([...connectors.keys()].sort(), names.sort())
})

const kindsOf = ({ actions }: Connector) =>
  Object.keys(kinds)
    .filter(isKind)
    .filter((kind) => actions[kind])

test('every kind of action is in some contract, so none is left untried here', () => {
  const carried = new Set([...connectors.values()].flatMap(kindsOf))
  assert.deepEqual([...carried].sort(), Object.keys(kinds).sort())
})

for (const [file, connector] of connectors) {
  test(`${file}: names itself after its file`, () => assert.equal(connector.contract, file))

  for (const kind of kindsOf(connector)) {
    if (speaksSmtp(connector)) {
      overSmtp(file, connector, kind)
      continue
    }
    test(`${file}: ${kind} answers anything that a partner may do with an outcome, and never throws`, async (t) => {
      for (const [name, { does, outcomes = anyOutcome }] of Object.entries(troubles))
        await t.test(name, async () => {
          behave = does
          const outcome = await carry(connector, kind, isQuick(name) ? 150 : 5_000)
          assert.ok(outcome && outcomes.includes(outcome.outcome), `it said ${JSON.stringify(outcome)}`)
          if (outcome.outcome === 'acknowledged') assert.equal(outcome.receipt, undefined, 'no receipt was given')
          if (name.endsWith('Retry-After')) assert.ok('afterSeconds' in outcome && outcome.afterSeconds >= 17)
        })
    })

    test(`${file}: ${kind} sends the action’s id as its idempotency key, with more behind it for a question beside the order, and nothing about the handset in the address`, async () => {
      const seen: { url: string; key: string | string[] | undefined }[] = []
      behave = (request, response) => {
        seen.push({ url: request.url ?? '', key: request.headers['idempotency-key'] })
        response.end('{}')
      }
      const id = randomUUID()
      await carry(connector, kind, 5_000, id)
      assert.ok(seen.length > 0 && seen.every(({ key }) => String(key).split('-').slice(0, 5).join('-') === id))
      assert.doesNotMatch(seen[0]?.url ?? '', /\d{5}/)
    })
  }
}

function overSmtp(file: string, connector: Connector, kind: keyof typeof kinds): void {
  test(`${file}: ${kind} answers anything that a mail server may do with an outcome, and never throws`, async (t) => {
    for (const [name, { does, outcomes }] of Object.entries(mailTroubles))
      await t.test(name, async () => {
        mail.behave(does)
        const outcome = await carry(connector, kind, isQuick(name) ? 150 : 5_000)
        assert.ok(outcome && outcomes.includes(outcome.outcome), `it said ${JSON.stringify(outcome)}`)
      })
  })

  test(`${file}: ${kind} names the action in the message’s own id, so that the same one sent twice can be told`, async () => {
    const id = randomUUID()
    for (const _ of ['first', 'again']) {
      mail.behave({})
      assert.equal((await carry(connector, kind, 5_000, id))?.outcome, 'acknowledged')
      assert.match(mail.lastMessage(), new RegExp(`^Message-ID: <${id}@[\\w.-]+>\r?$`, 'im'))
    }
  })
}

test('the blackhole takes everything, sends nothing and claims nothing', async () => {
  const blackhole = connectors.get('blackhole')
  let asked = 0
  behave = () => {
    asked++
  }
  const never = () => assert.fail('it must not call anyone')
  const tools: CallTools<unknown> = {
    ...{ http: never, httpAt: never, secret: never, deadline: AbortSignal.timeout(1000), again: false },
    ...{ config: undefined, actionId: randomUUID(), cancels: undefined, until: undefined },
  }
  const outcome = await blackhole?.otherwise?.({}, tools)
  assert.equal(outcome?.outcome, 'not-sent')
  assert.equal(asked, 0)
})
