import type { z } from 'zod'
import type { PartnerHttp } from './http-client.ts'
import type { InputOf, Kind } from './kinds.ts'
import type { Outcome } from './outcome.ts'

/** What a connector gets beside the input of the action that it carries. */
export type CallTools<Config> = {
  readonly http: PartnerHttp
  readonly config: Config
  /** Also the idempotency key: the same action sent twice must have one effect. */
  readonly actionId: string
  /** The action that this undo takes back, when it is one. */
  readonly cancels: string | undefined
  /** When the partner should let it lapse by itself, ISO 8601. */
  readonly until: string | undefined
  /** It was sent before and its answer is not known: a contract without idempotency keys looks first. */
  readonly again: boolean
  /** The secret that this partner gave us, read when it is needed; undefined when we hold none. */
  readonly secret: () => string | undefined
  /** Ends the call, for a contract that is not spoken over `http`. */
  readonly deadline: AbortSignal
  /** A client for another address than the partner's own, such as a push service that a browser chose. The connector says which. */
  readonly httpAt: (origin: string) => PartnerHttp
}

type Carry<Input, Config> = (input: Input, tools: CallTools<Config>) => Promise<Outcome>
type Actions<Config> = { readonly [K in Kind]?: Carry<InputOf<K>, Config> }

export const sorts = [
  ...(['operator', 'bank', 'maker', 'mail-provider', 'exchange', 'identity-issuer', 'gateway', 'force'] as const),
  ...(['take-down', 'none'] as const),
] as const

export type Connector<Config = unknown> = {
  /** The contract it speaks, which is also its file name. Many partners may keep the same contract. */
  readonly contract: string
  readonly sort: (typeof sorts)[number]
  /** Of one partner: base URL, client id and the like. Never a secret. */
  readonly config: z.ZodType<Config>
  /** A gateway signs nothing: what it accepts is recorded as unsigned, and never as a partner's own word. */
  readonly unsigned?: boolean
  /** What its configuration needs beyond a base URL and a client id, for the contract test. */
  readonly sample?: Readonly<Record<string, unknown>>
  readonly actions: Readonly<Record<string, Carry<unknown, Config>>>
  /** Takes every kind that `actions` does not name. */
  readonly otherwise?: Carry<unknown, Config>
}

/** What every connector's configuration has: where the partner is and how we sign in there. */
export type Reachable = { readonly baseUrl: string; readonly clientId: string; readonly tokenPath?: string | undefined }

type Definition<Config> = {
  readonly contract: string
  readonly sort: (typeof sorts)[number]
  readonly config: z.ZodType<Config>
  readonly unsigned?: boolean
  readonly sample?: Readonly<Record<string, unknown>>
  readonly actions: Actions<Config>
  readonly otherwise?: Carry<unknown, Config>
}

/**
 * A connector: one partner contract in one file, its words kept inside. It answers with an outcome for anything that a
 * partner may say; a throw is a fault of ours, retried and counted.
 */
export function defineConnector<Config>(definition: Definition<Config>): Connector<Config> {
  // Each input is parsed by its kind's schema before the call, so the record can be widened here.
  return definition as Definition<Config> & Connector<Config>
}

export const carrierOf = (connector: Connector, kind: string): Carry<unknown, unknown> | undefined =>
  (Object.hasOwn(connector.actions, kind) ? connector.actions[kind] : undefined) ?? connector.otherwise
