import type { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { CommandDefinition, Ledger, Outcome, Statement } from '#ledger'
import type { Reach } from './access/matrix.ts'
import type { Demand } from './access/policy.ts'
import { type Purpose, records } from './access/vocabulary.ts'
import type { Audit } from './audit.ts'
import type { OpenBell } from './bell.ts'
import type { Caller } from './caller.ts'
import type { PassInRoute } from './pass.ts'
import type { Problem } from './problem.ts'
import { demandClosedReply, demandStrictInput } from './schema-rules.ts'
import type { VaultInRoute } from './vault-in-route.ts'

/**
 * Executes a command as the caller, with the request's Idempotency-Key; `part` tells several commands of one request apart,
 * and `also` is written with its facts, or not at all. Give what it refused to `refusal`.
 */
export type Execute = <Input, State, Code extends string, Raw>(
  command: CommandDefinition<Input, State, Code, Raw>,
  input: Raw,
  part?: string,
  also?: readonly Statement[],
) => Promise<Outcome<Code>>

export type Sign = (statement: Readonly<Record<string, unknown>>, type: string) => Promise<string>

/** Signs what the feed says of the blocklist: C2SP signed notes under a key of its own. */
export type FeedKey = { readonly name: string; readonly vkey: string; readonly sign: (text: string) => string }

/** What a handler is given besides its input. On a personal route `db` is the transaction that the audit is in. */
export type RouteContext<Tables = unknown> = {
  db: Kysely<Tables>
  now: () => Date
  audit: Audit
  execute: Execute
  /** Executes what many callers ask at one moment as one transaction; see `#ledger`. */
  executeTogether: Ledger['executeTogether']
  /** Appends facts that need no decision, such as what a partner answered. */
  append: Ledger['append']
  vault: VaultInRoute
  /** The case that this browser may see again, if any. */
  pass: PassInRoute
  /** An id for something new: the same again when the request is repeated under its Idempotency-Key. */
  newId: () => string
  caller: Caller
  /** The Bearer token as it came, on a route with `foreignBearer`. */
  bearer: string | undefined
  /** The caller as ledger and audit write it, and the organisation on whose behalf. */
  actor: string
  tenant: string
  /** `own`: show only records of `tenant`. */
  reach: Reach
  purpose: Purpose | undefined
  /** Where the request came from today, as a keyed hash that our servers alone can make: for counting tries, never kept long. */
  from: string
  /** Signs a statement of ours: compact JWS, Ed25519, verifiable by /.well-known/jwks.json. */
  sign: Sign
  feedKey: FeedKey
  /** Waits for an announcement of a topic. */
  bell: OpenBell
  /** The address at which everybody reaches us. */
  publicUrl: URL
  /** Request id, also in the log line and in the header Ringback-Request. */
  request: string
}

/** Where to go instead of an answer; 303 after a form was taken. */
export type Redirect = { redirect: string; status: 303 }
export const seeOther = (redirect: string): Redirect => ({ redirect, status: 303 })

export type Accepts = 'json' | 'form' | 'upload'
type Methods = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** A stream goes out as it comes, gzipped for whoever takes it so; it is for routes that say what they produce. */
type Answer<Reply> = Reply | Problem | Redirect | Readable

/** What both kinds of route say of themselves. */
export type RouteFrame = {
  url: string
  /** `anyone`, or the act and record kind that the matrix judges. */
  who: 'anyone' | Demand
  /** Fixed when the route serves one purpose only; else the caller states it. */
  purpose?: Purpose
  /** Touches personal data. Follows from the record kind; say it for a route open to `anyone`. */
  personal?: boolean
  /** A Bearer token here is none of ours: the handler judges it (`bearer`). For bodies that call back with a fixed one. */
  foreignBearer?: boolean
  /** Its page reads numbers from pictures in the browser: WebAssembly may run there (headers.ts). */
  readsPictures?: boolean
  /** Requests a minute and caller, where the general limit does not fit. */
  limitPerMinute?: number
  /** Whoever holds a case is counted by their own code, and not by an address that a town may share. */
  perCode?: boolean
  /** One line for the reader of the API. */
  summary: string
}

type Definition<
  Tables,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
> = RouteFrame & {
  method: Methods
  params?: P
  query?: Q
  body?: B
  /** The whole of what can leave: a field not named here is dropped, however deep. */
  reply: R
  status?: 200 | 201 | 202
  /** What is sent; other than JSON, the reply is a string. */
  produces?: string
  /** Bodies taken: JSON unless said; a page takes forms, or `upload` for a form with a file. */
  accepts?: Accepts
  bodyLimit?: number
  handle: (
    input: z.output<P> & z.output<Q> & z.output<B>,
    context: RouteContext<Tables>,
  ) => Promise<Answer<z.output<R>>> | Answer<z.output<R>>
  /** How many handsets are asked about: counted against the allowance of the caller's organisation, in place of calls. */
  weighs?: (input: z.output<P> & z.output<Q> & z.output<B>) => number
}

/** A route as the application mounts it. */
export type Route = Omit<
  Definition<never, z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>,
  'handle' | 'personal' | 'weighs'
> & {
  kind: 'route'
  personal: boolean
  weighs?: (input: never) => number
  handle: (input: never, context: RouteContext<never>) => unknown
}

/** A route, or anything like one, with the name that its file and folder give it. */
export type Named<Thing> = { name: string; module: string; route: Thing }

type Nothing = z.ZodObject<Record<never, never>>

/**
 * A route: who may call, for which purpose, what comes in, what may leave. One a file under modules/NAME/routes.
 * `defineRoute<Tables>()({...})`: the tables are named, the rest is inferred.
 */
export const defineRoute =
  <Tables = unknown>() =>
  <
    R extends z.ZodType,
    P extends z.ZodObject = Nothing,
    Q extends z.ZodObject = Nothing,
    B extends z.ZodType = Nothing,
  >(
    route: Definition<Tables, P, Q, B, R>,
  ): Route => {
    const name = `${route.method} ${route.url}`
    demandClosedReply(name, route.reply)
    demandStrictInput(name, route)
    return { ...route, kind: 'route', personal: isPersonal(route), handle: route.handle } as unknown as Route
  }

/** Does it touch personal data? By the kind of record, or because an open route says so. */
export const isPersonal = ({ who, personal }: RouteFrame) =>
  personal ?? (who !== 'anyone' && records[who.record].personal)
