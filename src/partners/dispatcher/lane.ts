import { z } from 'zod'
import { type Connector, carrierOf } from '../define-connector.ts'
import { openPool, partnerHttp } from '../http-client.ts'
import { isKind, kinds } from '../kinds.ts'
import type { Partner } from '../partner.ts'
import { openTokens, type Tokens } from '../tokens.ts'
import { type Circuit, openCircuit } from './circuit.ts'
import type { Owed } from './claim.ts'
import type { Result } from './settle.ts'

/** One partner's own way out: its sockets, token, circuit and room. Lanes share nothing, so none can hold up another. */
export type Lane = {
  readonly partner: Partner
  readonly circuit: Circuit
  readonly unsigned: boolean
  /** Calls that may begin now. */
  readonly free: (nowMs: number) => number
  readonly carry: (action: Owed, input: () => Promise<unknown>) => Promise<Result>
  readonly close: () => Promise<void>
}

export type LaneTools = {
  readonly now: () => Date
  readonly random: () => number
  /** The client secret of a partner, if we hold one; a partner without is called without a token. */
  readonly secretOf: (slug: string) => string | undefined
  /** A connector threw: a fault of ours. */
  readonly threw: (action: Owed, error: unknown) => void
}

const Reachable = z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() })

/** Opens the lane of one partner. Throws when its row does not fit its connector. */
export function openLane(partner: Partner, connector: Connector, tools: LaneTools): Lane {
  const parsed = connector.config.safeParse(partner.config)
  if (!parsed.success)
    throw new Error(`Partner ${partner.slug} does not fit ${connector.contract}: ${z.prettifyError(parsed.error)}`)
  const config = parsed.data
  const reachable = Reachable.safeParse(partner.config).data
  const pool = openPool(partner.concurrency)
  const tokens = reachable && tokensFor(reachable, () => tools.secretOf(partner.slug), tools.now)
  const circuit = openCircuit(tools.random)
  let carried = 0

  const call = async (action: Owed, input: () => Promise<unknown>): Promise<Result> => {
    const carrier = carrierOf(connector, action.kind)
    if (!carrier) return { outcome: 'impossible', why: `${connector.contract} has no ${action.kind}` }
    const checked = isKind(action.kind) ? kinds[action.kind].input.safeParse(await input()) : undefined
    if (checked && !checked.success) return { outcome: 'impossible', why: `its input is not that of a ${action.kind}` }
    const deadline = AbortSignal.timeout(partner.timeoutMs)
    const baseUrl = reachable?.baseUrl ?? 'http://nowhere.invalid'
    return carrier(checked?.data, {
      http: partnerHttp({ baseUrl, pool, deadline, ...(tokens && { tokens }) }),
      httpAt: (origin) => partnerHttp({ baseUrl: origin, pool, deadline }), // our token is for the partner alone
      config,
      deadline,
      secret: () => tools.secretOf(partner.slug),
      again: action.attempts > 1,
      actionId: action.id,
      cancels: action.cancels ?? undefined,
      until: action.until === null ? undefined : new Date(action.until).toISOString(),
    })
  }

  return {
    partner,
    circuit,
    unsigned: connector.unsigned ?? false,
    free: (nowMs) => {
      const state = circuit.state(nowMs)
      if (partner.paused || state === 'open') return 0
      return Math.max(0, (state === 'closed' ? partner.concurrency : 1) - carried)
    },
    carry: async (action, input) => {
      carried++
      try {
        return await call(action, input)
      } catch (error) {
        tools.threw(action, error)
        return { outcome: 'fault', why: 'a fault on our own side' }
      } finally {
        carried--
      }
    },
    close: () => pool.destroy(),
  }
}

function tokensFor(
  { baseUrl, clientId, tokenPath }: z.output<typeof Reachable>,
  secret: () => string | undefined,
  now: () => Date,
): Tokens | undefined {
  if (!tokenPath) return undefined
  return openTokens({ tokenUrl: baseUrl.replace(/\/$/, '') + tokenPath, clientId, secret }, now)
}
