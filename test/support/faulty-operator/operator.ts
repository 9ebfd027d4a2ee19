import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Breaks, breaking } from './breaks.ts'
import { openEir } from './eir.ts'
import { type Body, openOrders } from './orders.ts'
import { openSigning } from './signing.ts'

type Reply = { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> }
const reply = (status: number, code: string, headers?: Reply['headers']): Reply => ({
  ...{ status, body: { code } },
  ...(headers && { headers }),
})

export const secret = 'a word of the test'
/** No broken promise: it may ask to be left alone for a while. */
export const isBusy = 'it is busy now and then'
const tokenSeconds = 3
const mostBytes = 1_000_000

/**
 * A small operator of the test's own, written from docs/guide/partners.md and from nothing else here. It keeps every promise
 * but the one that is named.
 */
export async function faultyOperator(t: Pick<TestContext, 'after'>, broken?: string): Promise<string> {
  const breaks = breaking(broken)
  const now = () => Date.now() + (breaks('its clock is three minutes fast') ? 180_000 : 0)
  const answer = openAnswering(breaks, now)
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent && !response.destroyed) response.writeHead(500).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function openAnswering(breaks: Breaks, now: () => number) {
  const orders = openOrders(breaks, now)
  const { receiptOf, keySet } = openSigning(breaks, now)
  const eir = openEir(breaks, orders)
  const tokens = openTokens(breaks)
  const answers = new Map<string, Promise<Reply>>()
  let count = 0
  const times = new Map<string, number>()

  /** Does an order, as the `time`th under its key. */
  const make = async (path: string, key: string, time: number, body: Body): Promise<Reply> => {
    const made = await orders.make(path, time === 1 ? key : `${key}#${time}`, body)
    if (made === undefined) return reply(400, 'NOT_UNDERSTOOD')
    if (made === 'taken') return reply(202, 'TAKEN')
    const isUnsigned =
      (breaks('a block has no receipt') && made.kind === 'block-handset' && made.status !== 422) ||
      (breaks('an unknown handset is refused without a receipt') && made.code === 'UNKNOWN_EQUIPMENT')
    const told = breaks(`${made.kind} tells something else`) && made.answer ? { imeis: [] } : made.answer
    const status =
      breaks('a block is answered 201') && made.kind === 'block-handset' && made.status !== 422 ? 201 : made.status
    return { status, body: { code: made.code, ...(!isUnsigned && { receipt: receiptOf(key, made) }), answer: told } }
  }

  const onceForEach = async (path: string, key: string, text: string): Promise<Reply> => {
    const id = breaks('a key counts with its body') ? key + text : key
    const known = answers.get(id)
    const isAnew = known !== undefined && breaks('a key that was withdrawn is done again') && orders.withdrawn.has(key)
    if (known && breaks('a key that was withdrawn has its effect again') && orders.withdrawn.has(key))
      await orders.make(path, `${key}#again`, bodyIn(text))
    if (known && !isAnew) return known
    const isRacing = breaks('the same keys race') && path === '/eir/v1/list'
    if (isRacing) await pause(20)
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    const making = make(path, key, isRacing || isAnew ? time : 1, bodyIn(text))
    answers.set(id, making)
    const made = await making.catch((error: unknown) => {
      answers.delete(id)
      throw error
    })
    if (made.status === 202 || made.status === 400) answers.delete(id) // nothing has been done for that key yet
    return made
  }

  const doLater = async (path: string, text = 'null') => {
    await pause(700)
    if (text) await make(path, randomUUID(), 1, bodyIn(text))
  }

  const order = async (request: IncomingMessage, path: string): Promise<Reply> => {
    const { authorization } = request.headers
    const text = await bodyOf(request, breaks)
    if (!tokens.takes(authorization)) {
      if (breaks('what is turned away is done later')) void doLater(path, text)
      return reply(401, 'SIGN_IN')
    }
    if (text === undefined) return reply(413, 'TOO_LARGE', { connection: 'close' })
    if (request.headers['content-type'] !== 'application/json' && !breaks('any type is read as JSON'))
      return reply(415, 'JSON_ONLY')
    const key = request.headers['idempotency-key'] ?? (breaks('an order needs no key') ? randomUUID() : undefined)
    if (typeof key !== 'string') return reply(400, 'NO_KEY')
    if (breaks(isBusy) && ++count % 7 === 0) return reply(count % 2 ? 429 : 503, 'LATER', { 'retry-after': '0' })
    try {
      JSON.parse(text)
    } catch {
      return reply(breaks('what is no JSON is a fault of ours') ? 500 : 400, 'NO_JSON')
    }
    const made = await onceForEach(path, key, text)
    if (made.status === 400 && breaks('errors repeat what was sent')) return { ...made, body: { said: text } }
    return made
  }

  return async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const method = request.method ?? 'GET'
    const say = (made: Reply, type = 'application/json') => {
      const close = breaks('it hangs up after each answer') ? { connection: 'close' } : {}
      response
        .writeHead(made.status, { 'content-type': type, ...made.headers, ...close })
        .end(JSON.stringify(made.body))
    }
    if (path === '/.well-known/jwks.json') return say({ status: 200, body: keySet })
    if (path === '/oauth2/token') return say(tokens.give(request.headers.authorization))
    if (path === '/n5g-eir-eic/v1/equipment-status') {
      const { type, ...said } = eir(method, searchParams)
      return say(said, type)
    }
    if (path === '/lines/v1/equipment' && (await isSpoilt(breaks, response, times))) return
    say(await order(request, path))
  }
}

/** What goes wrong below the contract happens at one path only. */
async function isSpoilt(breaks: Breaks, response: ServerResponse, times: Map<string, number>): Promise<boolean> {
  const time = (times.get('spoilt') ?? 0) + 1
  times.set('spoilt', time)
  if (breaks('one path is slow')) await pause(1500)
  if (breaks('one path is cut off')) {
    response.writeHead(200, { 'content-length': '100' }).write('{"code":')
    await pause(20)
    response.destroy()
    return true
  }
  if (breaks('one path answers too much')) response.writeHead(200).end(JSON.stringify({ code: 'x'.repeat(70_000) }))
  if (breaks('one path is elsewhere')) response.writeHead(307, { location: '/lines/v2/equipment' }).end()
  if (breaks('it wants to be left alone until a date') && time === 1)
    response.writeHead(503, { 'retry-after': 'Fri, 27 Nov 2026 12:00:00 GMT' }).end('{}')
  return response.headersSent
}

function openTokens(breaks: Breaks) {
  const given = new Map<string, number>()
  return {
    give: (authorization: string | undefined): Reply => {
      const isRight = authorization === `Basic ${btoa(`ringback:${encodeURIComponent(secret)}`)}`
      if (!isRight && !breaks('any secret will do')) return { status: 401, body: { error: 'invalid_client' } }
      const token = randomUUID()
      given.set(token, Date.now() + tokenSeconds * 1000)
      const seconds = breaks('a token says badly when it ends') ? 'soon' : tokenSeconds
      return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: seconds } }
    },
    takes: (authorization: string | undefined): boolean => {
      if (authorization === undefined) return breaks('an order needs no token')
      const until = given.get(authorization.replace('Bearer ', ''))
      if (until === undefined) return breaks('any token will do')
      return until > Date.now() || breaks('a token never ends')
    },
  }
}

/** The body of a request, undefined when it is longer than anything that is read. */
function bodyOf(request: IncomingMessage, breaks: Breaks): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    const end = () => resolve(Buffer.concat(chunks).toString('utf8'))
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > mostBytes && !breaks('however much is read')) return resolve(undefined)
      chunks.push(chunk)
      if (breaks('the first piece is taken for the whole')) end()
    })
    request.on('end', end)
    request.on('error', reject)
  })
}

function bodyIn(text: string): Body {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {}
}
