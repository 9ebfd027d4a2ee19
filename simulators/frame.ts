import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { draw, Faults } from './frame/faults.ts'
import { type Effect, openJournal } from './frame/journal.ts'
import { openSigner } from './frame/signer.ts'
import { openTokens } from './frame/tokens.ts'

/** What a pretend partner makes of one order. `taken` has no effect yet: the same key is judged again when asked again. */
export type Judgement = Omit<Effect, 'key' | 'at'> | { readonly taken: string }

/** One partner contract, as the partner would write it. */
export type Contract = {
  readonly slug: string
  readonly name: string
  readonly sort: string
  /** The contract that it keeps, as the caller names it. */
  readonly connector: string
  readonly tokenPath: string
  /** Judges an order; no state is changed here. */
  readonly judge: (path: string, key: string, body: unknown) => Judgement | undefined
  /** Takes an effect into its state: at once, and again for each one at a restart. */
  readonly apply: (effect: Effect) => void
  /** Commands to the pretend partner itself, below /_. */
  readonly commands?: Readonly<Record<string, (body: unknown) => void>>
}

export type Place = {
  readonly port: number
  /** Keeps the journal over restarts; without it nothing is kept. */
  readonly folder?: string
  /** Our client secret at this pretend partner. */
  readonly secretOf: (slug: string) => string
  readonly random: () => number
  readonly now: () => Date
  /** Sends a receipt by itself, where late and repeated ones go. */
  readonly deliver?: (jws: string) => Promise<void>
}

/** A pretend partner that runs: all that is needed to register it. */
export type Running = {
  readonly slug: string
  readonly name: string
  readonly sort: string
  readonly connector: string
  readonly config: { readonly baseUrl: string; readonly clientId: string; readonly tokenPath: string }
  readonly keySet: { readonly keys: readonly { kty: 'OKP'; crv: 'Ed25519'; kid: string; x: string }[] }
  readonly effects: () => readonly Effect[]
  readonly stop: () => Promise<void>
}

/** Runs a pretend partner on this machine: tokens, keys, receipts, idempotency, journal and faults on command. */
export async function runSimulator(contract: Contract, place: Place): Promise<Running> {
  const { slug, name, sort, connector, tokenPath } = contract
  const partner = openPartner(contract, place)
  const server = createServer((request, response) => {
    partner.answer(request, response).catch(() => void request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place.port, '127.0.0.1', resolve)
  })
  return {
    ...{ slug, name, sort, connector, keySet: partner.keySet, effects: partner.effects },
    config: {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      clientId: partner.clientId,
      tokenPath,
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function openPartner(contract: Contract, { folder, secretOf, random, now, deliver }: Place) {
  const { receiptOf, keySet } = openSigner(contract.slug)
  const tokens = openTokens(secretOf(contract.slug), now)
  const journal = openJournal(folder && join(folder, `${contract.slug}.ndjson`))
  for (const effect of journal.effects()) contract.apply(effect)
  let faults: Faults = {}

  /** The one effect of a key: from the journal when it is there, else made now. */
  const effectOf = (path: string, key: string, body: unknown): Effect | { taken: string } | undefined => {
    const known = journal.of(key)
    if (known) return known
    const judged = contract.judge(path, key, body)
    if (!judged || 'taken' in judged) return judged
    const effect = { ...judged, key, at: now().toISOString() }
    journal.add(effect)
    contract.apply(effect)
    return effect
  }

  const order = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const body = await json(request)
    const key = request.headers['idempotency-key']
    const luck = draw(faults, random)
    await pause(luck.delayMs)
    if (luck.outage) return void request.socket.destroy()
    if (!tokens.takes(request.headers.authorization)) return say(response, 401, { code: 'SIGN_IN' })
    if (typeof key !== 'string' || !/^[\w-]{8,64}$/.test(key)) return say(response, 400, { code: 'NO_IDEMPOTENCY_KEY' })
    if (luck.failsBefore) return say(response, 503, { code: 'TRY_LATER' })
    const effect = effectOf(path, key, body)
    if (luck.fails) return say(response, 503, { code: 'TRY_LATER' })
    if (!effect) return say(response, 400, { code: 'NOT_UNDERSTOOD' })
    if ('taken' in effect) return say(response, 202, { code: effect.taken })
    const receipt = await receiptOf(effect)
    const late = luck.receiptAfterMs !== undefined && deliver !== undefined
    if (late) sendLater(receipt, luck.receiptAfterMs ?? 0)
    else if (luck.receiptTwice) sendLater(receipt, 0)
    if (late) return say(response, 202, { code: 'RECEIPT_FOLLOWS' }, { 'retry-after': '30' })
    say(response, effect.status, { code: effect.words, receipt })
  }

  const sendLater = (receipt: string, afterMs: number) =>
    void pause(afterMs)
      .then(() => deliver?.(receipt))
      .catch(() => undefined) // whoever misses it asks again

  const command = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    if (path === '/_journal') return say(response, 200, journal.effects())
    const body = await json(request)
    if (path === '/_faults') {
      const given = Faults.safeParse(body)
      if (!given.success) return say(response, 400, { code: 'NOT_UNDERSTOOD', why: given.error.message })
      faults = given.data
      return say(response, 200, faults)
    }
    const run = contract.commands?.[path]
    if (!run) return say(response, 404, { code: 'NO_SUCH_PATH' })
    run(body)
    say(response, 200, {})
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/.well-known/jwks.json') return say(response, 200, keySet)
    if (pathname === contract.tokenPath) {
      const token = tokens.give(request.headers.authorization)
      return say(response, token ? 200 : 401, token ?? { error: 'invalid_client' })
    }
    if (pathname.startsWith('/_')) return command(request, response, pathname)
    return order(request, response, pathname)
  }
  return { answer, keySet, clientId: tokens.clientId, effects: journal.effects }
}

function say(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function json(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await request.toArray()).join(''))
  } catch {
    return undefined
  }
}
