import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { vapidKeys } from '#lib/vapid'
import type { Place, Running } from './frame.ts'
import { newBrowser } from './gateways/browser.ts'
import { type Answered, type Asked, openFaults, serveGateway } from './gateways/gateway.ts'
import { openInbox } from './gateways/inbox.ts'

const slug = 'demo-push'
const mostBytes = 4096
const longestTokenSeconds = 24 * 3600

const Which = z.strictObject({ endpoint: z.url() })
const Text = z.object({ title: z.string(), text: z.string() })

/** A push service and the browsers behind it, pretend (RFC 8030): checks who sends, and decrypts as a browser would. */
export default async function startPushService(place: Place): Promise<Running> {
  const { folder, secretOf, now, port } = place
  const inbox = openInbox(folder && join(folder, `${slug}.ndjson`))
  const browsers = new Map<string, ReturnType<typeof newBrowser>>()
  const { publicKey } = vapidKeys(secretOf(slug))

  /** VAPID (RFC 8292): signed by the key that the subscription was made for, for this service, for a day at most. */
  const isSender = async ({ headers, origin }: Asked): Promise<boolean> => {
    const [, token, key] = /^vapid t=([\w.-]+),\s*k=([\w-]+)$/.exec(headers.authorization ?? '') ?? []
    if (!token || key !== publicKey) return false
    const point = Buffer.from(key, 'base64url')
    const part = (from: number) => point.subarray(from, from + 32).toString('base64url')
    try {
      const jwk = await importJWK({ kty: 'EC', crv: 'P-256', x: part(1), y: part(33) }, 'ES256')
      const options = { audience: origin, algorithms: ['ES256'], currentDate: now(), requiredClaims: ['exp', 'sub'] }
      const { payload } = await jwtVerify(token, jwk, options)
      return (payload.exp ?? 0) <= now().getTime() / 1000 + longestTokenSeconds + 60
    } catch {
      return false
    }
  }

  const handle = async (asked: Asked): Promise<Answered> => {
    const { method, path, headers, body, origin } = asked
    const endpoint = origin + path
    if (method !== 'POST' || !path.startsWith('/push/')) return { status: 404 }
    if (!(await isSender(asked))) return { status: 403 }
    if (!/^\d+$/.test(String(headers.ttl)) || headers['content-encoding'] !== 'aes128gcm') return { status: 400 }
    if (body.length > mostBytes) return { status: 413 }
    const browser = browsers.get(endpoint)
    if (!browser) return { status: 410 } // the browser has ended this subscription
    try {
      const { title, text } = Text.parse(JSON.parse(browser.open(body)))
      // One topic is one message on the screen (RFC 8030 5.4).
      const id = typeof headers.topic === 'string' ? `${endpoint}#${headers.topic}` : randomUUID()
      inbox.add({ id, at: now().toISOString(), to: endpoint, subject: title, text, status: 'shown' })
      return { status: 201, headers: { location: `${origin}/message/${randomUUID()}` } }
    } catch {
      return { status: 400 }
    }
  }

  const commands = {
    /** A browser subscribes, as its page would with the public key. */
    '/_subscribe': (_body: unknown, origin: string) => {
      const browser = newBrowser(`${origin}/push/${randomUUID()}`)
      browsers.set(browser.subscription.endpoint, browser)
      return browser.subscription
    },
    '/_unsubscribe': (body: unknown) => ({ ended: browsers.delete(Which.parse(body).endpoint) }),
  }
  const title = 'The pretend push service'
  const served = await serveGateway({ title, inbox, handle, commands }, openFaults(place), port)
  return {
    ...{ slug, name: 'Push service (pretend)', sort: 'gateway', connector: 'web-push', keySet: { keys: [] } },
    config: {
      ...{ baseUrl: served.origin, clientId: 'ringback', page: `${served.origin}/` },
      ...{ publicKey, contact: 'mailto:push@ringback.example' },
    },
    effects: () => [],
    stop: served.stop,
  }
}
