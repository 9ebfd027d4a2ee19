import { setTimeout as pause } from 'node:timers/promises'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { Log } from './log.ts'

/** `inbox`: where answers come, for one who may not hear those of others. */
type Options = { readonly name: string; readonly say: Log; readonly inbox?: string }

const againMs = 1000

/** The first connection to one of these servers, however long it takes; it then comes back by itself. Undefined when stopped. */
export async function reachNats(
  urls: readonly string[],
  { name, say, inbox = '_INBOX' }: Options,
  signal: AbortSignal,
): Promise<NatsConnection | undefined> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      return await connect({ ...natsServers(urls), ...patience, name, inboxPrefix: inbox })
    } catch (error) {
      if (tries === 0) say.warn({ why: error instanceof Error ? error.message : String(error) }, 'NATS is not reached')
      await pause(againMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return undefined
}

const patience = {
  timeout: 3000,
  maxReconnectAttempts: -1,
  reconnectTimeWait: 500,
  ignoreAuthErrorAbort: true,
  // A server that went without a word is noticed within some fifteen seconds; who needs to know sooner listens for beats.
  pingInterval: 5000,
  maxPingOut: 2,
  noAsyncTraces: true,
}

/** As the client wants them: addresses without secrets in them, and one secret for all. */
export function natsServers(urls: readonly string[]) {
  const parsed = urls.map((url) => new URL(url))
  const { username = '', password = '' } = parsed[0] ?? {}
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  return {
    servers: parsed.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    ...(parsed.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    ...(pass ? { user, pass } : user ? { token: user } : {}),
  }
}
