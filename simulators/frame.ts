import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Contract, Place, Running, Taken, Tools } from './frame/contract.ts'
import { draw, Faults } from './frame/faults.ts'
import { type Effect, openJournal } from './frame/journal.ts'
import { json, orderIn, say } from './frame/messages.ts'
import { openRingback } from './frame/ringback.ts'
import { openSigner } from './frame/signer.ts'
import { openTokens } from './frame/tokens.ts'

export type { Ask, Contract, Judgement, Place, Running, Served, Tools } from './frame/contract.ts'
export type { Effect } from './frame/journal.ts'
export type { Ringback } from './frame/ringback.ts'

/** Runs a pretend partner on this machine: tokens, keys, receipts, idempotency, journal and faults on command. */
export async function runSimulator(contract: Contract, place: Place): Promise<Running> {
  const { slug, name, sort, connector, tokenPath, config } = contract
  const stop = new AbortController()
  const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const partner = openPartner(contract, place, { baseUrl, signal: stop.signal })
  const server = createServer((request, response) => {
    partner.answer(request, response).catch(() => void request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place.port, '127.0.0.1', resolve)
  })
  contract.started?.(partner.tools())
  return {
    ...{ slug, name, sort, connector, keySet: partner.keySet, effects: partner.effects },
    config: { ...config, baseUrl: baseUrl(), clientId: partner.clientId, tokenPath },
    stop: async () => {
      stop.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Runs several partners of one file, each a server of its own, on ports from `place.port` on. */
export async function runSimulators(contracts: readonly Contract[], place: Place): Promise<Running[]> {
  const running: Running[] = []
  try {
    for (const [index, contract] of contracts.entries())
      running.push(await runSimulator(contract, { ...place, port: place.port === 0 ? 0 : place.port + index }))
  } catch (error) {
    await Promise.all(running.map((one) => one.stop()))
    throw error
  }
  return running
}

type Around = { readonly baseUrl: () => string; readonly signal: AbortSignal }

function openPartner(contract: Contract, place: Place, { baseUrl, signal }: Around) {
  const { folder, secretOf, random, now, publicUrl } = place
  const { slug, sort, tokenPath } = contract
  const { receiptOf, assertionOf: sign, keySet } = openSigner(slug)
  const ringback = publicUrl === undefined ? undefined : openRingback({ publicUrl, slug, sort, sign, now, signal })
  const tokens = openTokens(secretOf(slug), now)
  const books = openBooks(contract, folder, now)
  const send = place.deliver ?? (ringback && ((receipt, answer) => ringback.post('/api/receipts', { receipt, answer })))
  const deliver = send && (async (effect: Effect) => void (await send(await receiptOf(effect), effect.answer)))
  let faults: Faults = {}

  const order = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const read = await orderIn(request)
    const key = request.headers['idempotency-key']
    const luck = draw(faults, random)
    await pause(luck.delayMs)
    if (luck.outage) return void request.socket.destroy()
    if (!tokens.takes(request.headers.authorization)) return say(response, 401, { code: 'SIGN_IN' })
    if ('refused' in read) return say(response, read.refused, { code: 'NOT_UNDERSTOOD' })
    if (typeof key !== 'string' || !/^[\w-]{8,64}$/.test(key)) return say(response, 400, { code: 'NO_IDEMPOTENCY_KEY' })
    if (luck.failsBefore) return say(response, 503, { code: 'TRY_LATER' })
    const effect = books.effectOf(path, key, read.body)
    if (luck.fails) return say(response, 503, { code: 'TRY_LATER' })
    if (!effect) return say(response, 400, { code: 'NOT_UNDERSTOOD' })
    if ('taken' in effect) return say(response, 202, { code: effect.taken })
    const late = luck.receiptAfterMs !== undefined && deliver !== undefined
    for (let more = Number(late) + Number(luck.receiptTwice); more > 0; more--)
      sendLater(effect, luck.receiptAfterMs ?? 0)
    if (late) return say(response, 202, { code: 'RECEIPT_FOLLOWS' }, { 'retry-after': '30' })
    const { words: code, answer, says = { code, answer } } = effect
    say(response, effect.status, { ...says, receipt: await receiptOf(effect) })
  }

  const sendLater = (effect: Effect, afterMs: number) =>
    void pause(afterMs, undefined, { signal })
      .then(() => deliver?.(effect))
      .catch(() => undefined) // whoever misses it asks again

  const finish: Tools['finish'] = async (key, made) => {
    const effect = books.make(key, made)
    if (effect) await deliver?.(effect)
    return effect !== undefined
  }

  const tools = (): Tools => ({ ringback, baseUrl: baseUrl(), finish })

  const command = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    if (path === '/_journal') return say(response, 200, books.effects())
    const body = await json(request)
    if (path === '/_faults') {
      const given = Faults.safeParse(body)
      if (!given.success) return say(response, 400, { code: 'NOT_UNDERSTOOD', why: given.error.message })
      faults = given.data
      return say(response, 200, faults)
    }
    const run = contract.commands?.[path]
    if (!run) return say(response, 404, { code: 'NO_SUCH_PATH' })
    try {
      say(response, 200, Object(await run(body, tools())))
    } catch (error) {
      say(response, 400, { code: 'NOT_UNDERSTOOD', why: String(error) })
    }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
    if (path === '/.well-known/jwks.json') return say(response, 200, keySet)
    if (path === tokenPath) {
      const token = tokens.give(request.headers.authorization)
      return say(response, token ? 200 : 401, token ?? { error: 'invalid_client' })
    }
    if (path.startsWith('/_')) return command(request, response, path)
    const served = contract.serve?.({ method: request.method ?? 'GET', path, query })
    if (served) return say(response, served.status, served.body, served.type ? { 'content-type': served.type } : {})
    return order(request, response, path)
  }
  return { answer, tools, keySet, clientId: tokens.clientId, effects: books.effects }
}

/** What a partner did, and what it makes of an order: one key has one effect, for good. */
function openBooks({ slug, judge, apply, took }: Contract, folder: string | undefined, now: () => Date) {
  const journal = openJournal(folder && join(folder, `${slug}.ndjson`))
  for (const effect of journal.effects()) apply(effect)
  const make = (key: string, made: Omit<Effect, 'key' | 'at'>): Effect | undefined => {
    if (journal.of(key)) return undefined
    const effect = { ...made, key, at: now().toISOString() }
    journal.add(effect)
    apply(effect)
    return effect
  }
  return {
    make,
    effects: journal.effects,
    /** The one effect of a key: from the journal when it is there, else made now. */
    effectOf: (path: string, key: string, body: unknown): Effect | Taken | undefined => {
      const known = journal.of(key)
      if (known) return known
      const judged = judge(path, key, body)
      if (judged && 'taken' in judged) took?.(key, judged.detail)
      return !judged || 'taken' in judged ? judged : make(key, judged)
    },
  }
}
