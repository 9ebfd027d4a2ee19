import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createServer2 } from 'node:http2'
import { type AddressInfo, connect, createServer as createRawServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { commandHere } from '#test/support/command'
import { faultyOperator, secret as faultySecret } from '#test/support/faulty-operator/operator'
import type { Running } from '../../simulators/frame.ts'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { startOperators } from '../../simulators/operators.ts'
import { checks } from './checks.ts'
import { cleanWords } from './clean.ts'
import { ownFault } from './finding.ts'
import { NotReached } from './reach.ts'
import { type Report, runKit } from './run.ts'
import type { Settings } from './settings.ts'

const line = '+447700900123'
const { name: holderName, born: holderBorn, postcode: holderPostcode } = subscriberOf(line)

const settingsFor = (url: string): Settings => ({
  ...{ url, eir: url, clientId: 'ringback', secret: 'pretend', tokenPath: '/oauth2/token', partner: 'demo-ee' },
  ...{ imeiTac: '99000001', unknownTac: '00000000', line, holderName, holderBorn, holderPostcode },
  ...{ eirHttp2: false, timeoutMs: 5000, withinMs: 2000, patienceMs: 3000 },
})

const run = (settings: Settings) => runKit({ settings, checks, signal: new AbortController().signal })

async function pretendOperator(t: TestContext): Promise<Running> {
  const place = { port: 0, secretOf: () => 'pretend', random: Math.random, now: () => new Date() }
  const [operator] = await startOperators('demo-ee')(place)
  assert.ok(operator)
  t.after(() => operator.stop())
  return operator
}

const withVerdict = ({ results }: Report, verdict: string) =>
  results.filter((one) => one.verdict === verdict).map(({ check, seen }) => `${check.id}: ${seen}`)

const held = async ({ config }: Running, path: string, body: object) =>
  (await (await fetch(config.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })).json()) as object

test('B12: the pretend operator meets the contract, and nothing is left on its handsets and lines', async (t) => {
  const operator = await pretendOperator(t)
  const copy = { imei: '990000099999990', supi: 'imsi-234300000000077' }
  await held(operator, '/_heard', [{ ...copy, hours: 24 }])
  const copied = { copied: copy.imei.slice(0, 14), copiedSupi: copy.supi }
  const report = await run({ ...settingsFor(operator.config.baseUrl), ...copied })
  assert.deepEqual(withVerdict(report, 'fail'), [])
  assert.deepEqual(withVerdict(report, 'untried'), [
    'token-expired: the token lives 600 s, longer than --patience (3.0 s)',
    'http-retry-after: it never asked to be left alone',
  ])
  assert.equal(report.results.length, checks.length + 1)
  assert.deepEqual(await held(operator, '/_call', { line, to: '+447700900321' }), { connected: true })
  assert.deepEqual(await held(operator, '/_change', { line, what: 'SIM_SWAP' }), { done: true })
  const blocked = operator.effects().flatMap(({ detail }) => (detail as { equipment?: string[] }).equipment ?? [])
  assert.ok(blocked.length > 50)
  for (const handset of new Set(blocked)) {
    const answer = await held(operator, '/_attach', { imei: `${handset}0` })
    assert.equal((answer as { admitted: boolean }).admitted, true, handset)
  }
})

test('B65: an EIR that speaks HTTP/2, as in a 5G core, is asked over HTTP/2', async (t) => {
  const { config } = await pretendOperator(t)
  const asked: string[] = []
  const server = createServer2(async (request, response) => {
    asked.push(request.httpVersion)
    const answer = await fetch(config.baseUrl + request.url, { method: request.method })
    const type = answer.headers.get('content-type') ?? ''
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text())
  })
  const eir = await listening(t, server)
  const settings = { ...settingsFor(config.baseUrl), eir, eirHttp2: true }
  const chosen = checks.filter(({ id }) => /^(token|keys|order|receipt|eir)/.test(id) && id !== 'token-expired')
  const report = await runKit({ settings, checks: chosen, signal: new AbortController().signal })
  assert.deepEqual([...withVerdict(report, 'fail'), ...withVerdict(report, 'untried')], [])
  assert.deepEqual(new Set(asked), new Set(['2.0']))
})

test('what was not named is not tried, and says which option names it; everything else is', async (t) => {
  const { config } = await pretendOperator(t)
  const all = settingsFor(config.baseUrl)
  const bare = { ...all, eir: undefined, line: undefined, holderName: undefined, partner: undefined }
  const report = await run(bare)
  assert.deepEqual(withVerdict(report, 'fail'), [])
  const why = withVerdict(report, 'untried').join('\n')
  for (const flag of ['--eir', '--line', '--partner']) assert.match(why, new RegExp(flag))
  const passed = report.results.filter(({ verdict }) => verdict === 'pass').map(({ check }) => check.id)
  for (const id of ['order', 'receipt-signature', 'key-again', 'body-huge', 'watch-undo', 'receipt-kinds'])
    assert.ok(passed.includes(id), `${id}\n${why}`)
})

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

const ringback = async (...args: string[]) => {
  const { code, out, err } = await commandHere(['conformance', 'operator', ...args], {})
  return { code, out, words: err }
}

function secretFile(t: TestContext, secret = 'pretend'): string {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secret')
  writeFileSync(file, `${secret}\n`)
  return file
}

test('B12: the command says by its exit code whether a gateway meets the contract, and prints a table or JSON lines', async (t) => {
  const { config, keySet } = await pretendOperator(t)
  const secret = secretFile(t)
  const keys = join(secret, '..', 'keys.json')
  writeFileSync(keys, JSON.stringify(keySet))
  const common = ['--secret-file', secret, '--imei-tac', '99000001', '--jwks', keys]
  const good = await ringback(config.baseUrl, ...common, '--only', 'receipt', 'order', 'token-absent')
  assert.equal(good.code, 0, good.words)
  assert.match(good.out, /^PASS {2}token-absent {12}An order without a token is turned away\.$/m)
  assert.match(good.out, /\nMeets the contract as far as it was tried\. \d+ passed, 0 failed, \d+ not tried; \d+ calls/)

  const strict = ['--partner', 'another', '--only', 'receipt-partner', '--json']
  const bad = await ringback(config.baseUrl, ...common, ...strict)
  assert.equal(bad.code, 1, bad.words)
  const [first] = bad.out.split('\n').map((text) => (text ? (JSON.parse(text) as Record<string, unknown>) : {}))
  assert.equal(first?.id, 'receipt-partner')
  assert.equal(first?.verdict, 'fail')
  assert.equal(first?.seen, 'partner is "demo-ee"')
  assert.match(String(first?.mend), /short name/)

  const wrong = async (...args: string[]) => ringback(config.baseUrl, ...args)
  assert.equal((await wrong('--secret-file', secret)).code, 2, 'no test handsets')
  assert.equal((await wrong(...common, '--only', 'everything')).code, 2)
  const unknown = await wrong('--secret-file', secret, '--imei-tac', '00000000')
  assert.deepEqual([unknown.code, unknown.words.includes('--imei-tac begins with 00000000')], [2, true])
  assert.equal((await wrong('--secret-file', '/nowhere', '--imei-tac', '99000001')).code, 2)
  assert.equal((await wrong(...common, '--line', '07700 900123')).code, 2)
  const nobody = await ringback('http://127.0.0.1:1', ...common)
  assert.deepEqual([nobody.code, /cannot be reached: unreachable/.test(nobody.words)], [3, true], nobody.words)
})

const ends: Readonly<Record<string, (child: ChildProcess) => unknown>> = {
  'Ctrl-C': (child) => child.kill('SIGINT'),
  SIGTERM: (child) => child.kill('SIGTERM'),
  'a reader that has had enough (| head)': (child) => child.stdout?.destroy(),
}
for (const [what, end] of Object.entries(ends))
  test(`${what} stops the command, which takes back what it ordered before it ends`, async (t) => {
    const operator = await pretendOperator(t)
    const options = [
      '--secret-file',
      secretFile(t),
      '--imei-tac',
      '99000001',
      '--eir',
      operator.config.baseUrl,
      '--json',
    ]
    const child = spawn(process.execPath, [main, 'conformance', 'operator', operator.config.baseUrl, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    t.after(() => child.kill('SIGKILL'))
    let [out, words, isEnding] = ['', '', false]
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (isEnding || !out.includes('"handset-unknown"')) return
      isEnding = true
      // The check after it is the one with an end: it waits some seconds while a block and a watch are there.
      setTimeout(() => end(child), 500)
    })
    const [code] = (await once(child, 'close')) as [number]
    assert.equal(code, 3, words)
    assert.match(words, /Stopped before the end: no verdict\./)
    const results = out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: string; verdict: string; seen: string })
    assert.ok(results.length < checks.length)
    const last = results.at(-1)
    if (!what.startsWith('a reader')) assert.deepEqual([last?.id, last?.verdict], [cleanWords.id, 'pass'], last?.seen)
    const done = operator.effects()
    const undone = new Set(done.map(({ detail }) => (detail as { withdraws?: string }).withdraws))
    const blocks = done.filter(({ kind, outcome }) => kind === 'block-handset' && outcome === 'acknowledged')
    assert.ok(blocks.length > 30)
    assert.deepEqual(
      blocks.filter(({ key }) => !undone.has(key)),
      [],
    )
  })

const listening = async (t: TestContext, server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const hasty = (url: string): Settings => ({
  ...settingsFor(url),
  ...{ secret: faultySecret, timeoutMs: 400, withinMs: 200, patienceMs: 300 },
})

/** Runs the kit against what is no gateway at all: it ends, with a verdict or without one, and never falls over itself. */
async function isJudged(settings: Settings): Promise<Report | undefined> {
  try {
    const report = await run(settings)
    for (const { seen, check } of report.results) assert.ok(!seen.includes(ownFault), `${check.id}: ${seen}`)
    return report
  } catch (error) {
    assert.ok(error instanceof NotReached, String(error))
    return undefined
  }
}

test('bytes that are no HTTP, resets, drips, silence and endless answers are findings, and end', async (t) => {
  const operator = await faultyOperator(t)
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
  const answers: Record<string, (socket: Socket) => unknown> = {
    garbage: (socket) => socket.end('\u0000\u0001 NOT HTTP \r\n\r\n'),
    reset: (socket) => socket.resetAndDestroy(),
    'closes at once': (socket) => socket.end(),
    silence: () => undefined,
    'half a head': (socket) => socket.write('HTTP/1.1 200 O'),
    'cut off': (socket) => socket.end(`${head}content-length: 100\r\n\r\n{"code":`),
    drip: (socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`)
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(timer))
    },
    endless: (socket) => {
      socket.write(`${head}\r\n`)
      const more = () => {
        while (socket.writable && socket.write('x'.repeat(16_384)));
      }
      socket.on('drain', more)
      more()
    },
    'long headers': (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
    'a bomb of chunks': (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}`),
    'another protocol': (socket) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    'only progress': (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(10)),
  }
  const failedIn = (report: Report | undefined) =>
    report?.results.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check.id)
  // From the first call on: there is nobody to judge, but who answers too much was reached.
  await Promise.all(
    Object.entries(answers).map(async ([what, answer]) => {
      const url = await hostile(t, answer)
      const expected = what === 'endless' ? ['keys', 'http-size'] : undefined
      assert.deepEqual(failedIn(await isJudged(hasty(url))), expected, what)
      assert.equal(await isJudged({ ...hasty(operator), eir: url, eirHttp2: true }), undefined, `${what}, EIR`)
    }),
  )
  // At the orders alone: sign-in, keys and EIR are those of an operator that keeps every promise.
  const waiting = Object.entries(answers)
  const wrong: string[] = [] // told at the end: a worker that threw would leave the others' servers open
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const [what, answer] = one
      const settings = { ...hasty(await hostile(t, answer, operator)), eir: operator, timeoutMs: 800 }
      const failed = failedIn(await isJudged(settings))
      if (!failed?.some((id) => id.startsWith('http-'))) wrong.push(`${what}: ${failed}`)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  assert.deepEqual(wrong, [])
})

/** Answers in its way; with an operator behind it only at the paths of its orders. */
async function hostile(t: TestContext, answer: (socket: Socket) => unknown, behind?: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    const upstream = behind === undefined ? undefined : connect(Number(new URL(behind).port), '127.0.0.1')
    for (const one of [socket, upstream]) {
      if (one) sockets.add(one)
      one?.on('error', () => {}).on('close', () => void [socket, upstream].map((each) => each?.destroy()))
    }
    upstream?.on('data', (chunk) => socket.writable && socket.write(chunk))
    socket.on('data', (chunk: Buffer) => {
      if (!upstream || / \/(eir|lines)\//.test(chunk.toString('latin1'))) answer(socket)
      else upstream.write(chunk)
    })
  })
  t.after(() => sockets.forEach((socket) => void socket.destroy()))
  return listening(t, server)
}

test('whatever JSON, status and headers a gateway answers with, the kit ends with a verdict for each check', async (t) => {
  const token = fc.record({ access_token: fc.string(), token_type: fc.constant('Bearer'), expires_in: fc.anything() })
  const receipt = fc
    .array(fc.string(), { maxLength: 4 })
    .map((parts) => parts.map((one) => Buffer.from(one).toString('base64url')).join('.'))
  const order = fc.record(
    { code: fc.anything(), receipt: fc.oneof(receipt, fc.anything()), answer: fc.anything() },
    { requiredKeys: [] },
  )
  const keySet = fc.record({
    keys: fc.array(fc.oneof(fc.anything(), fc.constant({ kty: 'OKP', crv: 'Ed25519', kid: 'k', x: 'AA' }))),
  })
  const eir = fc.record({
    status: fc.oneof(fc.constantFrom('BLACKLISTED', 'WHITELISTED'), fc.anything()),
    cause: fc.anything(),
  })
  const body = fc.oneof(token, order, keySet, eir, fc.anything(), fc.string())
  const status = fc.constantFrom(200, 200, 200, 202, 204, 301, 400, 401, 404, 409, 422, 429, 500, 503)
  const headers = fc.constantFrom(
    {},
    { 'retry-after': '0' },
    { 'retry-after': 'soon' },
    { 'retry-after': '999999999' },
    { location: '//x' },
  )
  const answer = fc.record({ body, status, headers })
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 3, maxLength: 20 }), fc.boolean(), async (answers, givesTokens) => {
      let next = 0
      const server = createServer((request, response) => {
        request.resume()
        const { body, status, headers } = answers[next++ % answers.length] ?? { body: {}, status: 200, headers: {} }
        const isToken = givesTokens && request.url === '/oauth2/token'
        const said = isToken ? { access_token: 'x', token_type: 'Bearer', expires_in: 60 } : body
        response.writeHead(isToken ? 200 : status, { 'content-type': 'application/json', ...headers }).end(textOf(said))
      })
      const url = await listening(t, server)
      try {
        const report = await isJudged({ ...hasty(url), timeoutMs: 2000 })
        assert.equal(report?.results.length, checks.length + 1)
      } finally {
        server.closeAllConnections()
        server.close()
      }
    }),
    { numRuns: 15 },
  )
})

/** What cannot be JSON goes out as text. */
function textOf(said: unknown): string {
  try {
    return JSON.stringify(said) ?? 'undefined'
  } catch {
    return String(typeof said)
  }
}

test('the guide names every check, and no other', () => {
  const guide = readFileSync(new URL('../../docs/guide/conformance.md', import.meta.url), 'utf8')
  const rows = [...guide.matchAll(/^\| `([a-z][a-z-]*)`/gm)].map(([, id]) => id)
  assert.deepEqual(rows.sort(), [...checks.map(({ id }) => id), cleanWords.id].sort())
})
