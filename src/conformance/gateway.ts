import { randomUUID } from 'node:crypto'
import { NotTried } from './finding.ts'
import type { Settings } from './settings.ts'
import { type Answer, field, type Wire } from './wire.ts'

export type OrderOptions = {
  readonly key?: string
  /** Instead of the header with our own token; empty sends none. */
  readonly authorization?: string
  readonly contentType?: string
  /** Instead of the Idempotency-Key header, none. */
  readonly withoutKey?: boolean
  readonly dripMs?: number
}

/** The operator's gateway as a client of it sees it: it gives tokens and takes orders. */
export type Gateway = {
  /** Asks for a token (RFC 6749 4.4), with the credentials in the header (2.3.1). */
  readonly grant: (secret?: string) => Promise<Answer>
  readonly token: () => Promise<string>
  /** Sends one order, once; text and bytes go out as they are. */
  readonly order: (path: string, body: object | string, options?: OrderOptions) => Promise<Answer>
}

export const newKey = (): string => randomUUID()

export function openGateway({ clientId, secret, tokenPath }: Settings, wire: Wire): Gateway {
  let kept: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined

  const grant = (word = secret) =>
    wire.send(tokenPath, {
      body: 'grant_type=client_credentials',
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(word)}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })

  const ask = async () => {
    const { status, json } = await grant()
    const [token, seconds] = [field(json, 'access_token'), field(json, 'expires_in')]
    if (status !== 200 || typeof token !== 'string' || !isHeaderText(token))
      throw new NotTried('the gateway gave no token')
    const lifeMs = (typeof seconds === 'number' && seconds > 0 ? seconds : 60) * 1000
    kept = { token, until: performance.now() + lifeMs - Math.min(10_000, lifeMs / 3) }
    return token
  }
  const token = async () => {
    if (kept && performance.now() < kept.until) return kept.token
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  const once = async (path: string, body: object | string, options: OrderOptions) => {
    const { key = newKey(), contentType = 'application/json', withoutKey = false, dripMs } = options
    const authorization = options.authorization ?? `Bearer ${await token()}`
    return wire.send(path, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: {
        'content-type': contentType,
        ...(!withoutKey && { 'idempotency-key': key }),
        ...(authorization && { authorization }),
      },
      ...(dripMs !== undefined && { dripMs }),
    })
  }

  return {
    grant,
    token,
    order: async (path, body, options = {}) => {
      const answer = await once(path, body, options)
      if (answer.status !== 401 || options.authorization !== undefined) return answer
      kept = undefined // it ended sooner than it said: a new one, once
      return once(path, body, options)
    },
  }
}

/** What a header can carry (RFC 9110 5.5), so that a strange token is a finding and no exception. */
const isHeaderText = (text: string) => /^[\x21-\x7e]+$/.test(text)
