import type { Effect } from './journal.ts'
import type { Ringback } from './ringback.ts'

/** What a pretend partner makes of one order. `taken` has no effect yet: the same key is judged again when asked again. */
export type Judgement = Omit<Effect, 'key' | 'at'> | Taken
export type Taken = { readonly taken: string; readonly detail?: unknown }

/** One partner contract, as the partner would write it. */
export type Contract = {
  readonly slug: string
  readonly name: string
  readonly sort: string
  /** The contract that it keeps, as the caller names it. */
  readonly connector: string
  readonly tokenPath: string
  /** What Ringback is told of it beside its address, such as an operator's `numberRanges`. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Judges an order; no state is changed here. An `answer` is told with the receipt, which vouches for it. */
  readonly judge: (path: string, key: string, body: unknown) => Judgement | undefined
  /** Takes an effect into its state: at once, and again for each one at a restart. */
  readonly apply: (effect: Effect) => void
  /** Notes an order that was only taken, each time it is asked about. Not kept over a restart. */
  readonly took?: (key: string, detail: unknown) => void
  /** Commands to the pretend partner itself, below /_: what they return is answered as JSON, a throw as 400. */
  readonly commands?: Readonly<Record<string, (body: unknown, tools: Tools) => unknown>>
  /** Called once it listens, for what it does later of its own accord. */
  readonly started?: (tools: Tools) => void
  /** What others than Ringback may ask, without a key or a token; undefined for a path that is not served. */
  readonly serve?: (ask: Ask) => Served | undefined
}

export type Ask = { readonly method: string; readonly path: string; readonly query: URLSearchParams }
export type Served = { readonly status: number; readonly body: object; readonly type?: string }

/** What a pretend partner can do of its own accord. */
export type Tools = {
  /** Calls Ringback as this partner; undefined when no Ringback was given. */
  readonly ringback: Ringback | undefined
  /** Its own address. */
  readonly baseUrl: string
  /** Ends an order that was only taken so far, and sends its receipt. False when it has ended already. */
  readonly finish: (key: string, effect: Omit<Effect, 'key' | 'at'>) => Promise<boolean>
}

export type Place = {
  /** The first of its ports; 0 takes a free one for each partner. */
  readonly port: number
  /** Keeps the journal over restarts; without it nothing is kept. */
  readonly folder?: string
  /** Where Ringback is. Without it the partner only answers, and calls nobody. */
  readonly publicUrl?: string
  /** Our client secret at this pretend partner. */
  readonly secretOf: (slug: string) => string
  readonly random: () => number
  readonly now: () => Date
  /** Sends a receipt by itself, where late and repeated ones go; to Ringback's POST /api/receipts unless given. */
  readonly deliver?: (receipt: string, answer?: unknown) => Promise<unknown>
}

/** A pretend partner that runs: all that is needed to register it. */
export type Running = {
  readonly slug: string
  readonly name: string
  readonly sort: string
  readonly connector: string
  readonly config: {
    readonly baseUrl: string
    readonly clientId: string
    readonly tokenPath?: string
    /** Of a gateway: a page that shows what it took. */
    readonly page?: string
    readonly [more: string]: unknown
  }
  /** Empty for a gateway, which signs nothing. */
  readonly keySet: { readonly keys: readonly { kty: 'OKP'; crv: 'Ed25519'; kid: string; x: string }[] }
  readonly effects: () => readonly Effect[]
  readonly stop: () => Promise<void>
}
