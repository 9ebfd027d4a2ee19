import webPush from 'web-push'
import { z } from 'zod'
import { vapidKeys } from '#lib/vapid'
import { acknowledged, defineConnector, type Outcome, type PartnerReply, rejected, retry, retryLater } from '#partners'

/** The push services of the browsers in use. A browser names its own; nobody may make us call any other address. */
const services = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '.notify.windows.com',
]

const Config = z.object({
  /** A push service of its own, beside those of the browsers: in a demo the pretend one. */
  baseUrl: z.url().optional(),
  clientId: z.string().default(''),
  /** For the pages on which a browser subscribes: the public half of our VAPID key. */
  publicKey: z.string().optional(),
  /** Whom a push service writes to when something is wrong with us. */
  contact: z.string().regex(/^(mailto:|https:)/),
})

const ttlSeconds = 24 * 3600

/** Where a subscription may lie; undefined for any other place, which would make us a tool against it. */
function originOf(endpoint: string, own: string | undefined): string | undefined {
  const { origin, protocol, hostname, port } = new URL(endpoint)
  if (own !== undefined && origin === new URL(own).origin) return origin
  const known = services.some((one) => hostname === one || (one.startsWith('.') && hostname.endsWith(one)))
  return protocol === 'https:' && port === '' && known ? origin : undefined
}

function outcomeOf(reply: PartnerReply): Outcome {
  switch (reply.status) {
    case 200:
    case 201:
    case 202:
      return acknowledged()
    case 404:
    case 410:
      return rejected('subscription-gone')
    case 413:
      return rejected('too-large')
    case 401:
    case 403:
      return retry(60, `credentials refused (${reply.status})`)
    default:
      return retryLater(reply)
  }
}

/** Push to a browser (RFC 8030), encrypted for it alone (RFC 8291), signed by our VAPID key (RFC 8292). */
export default defineConnector({
  contract: 'web-push',
  sort: 'gateway',
  unsigned: true,
  config: Config,
  sample: { contact: 'mailto:push@ringback.example' },
  actions: {
    async 'send-push'({ message: { subscription, title, text } }, { config, actionId, secret, httpAt }) {
      const key = secret()
      if (key === undefined) return retry(60, 'no VAPID secret for this partner: add it to the secrets folder')
      const origin = originOf(subscription.endpoint, config.baseUrl)
      if (!origin) return rejected('unknown-push-service')
      const { publicKey, privateKey } = vapidKeys(key)
      const made = attempt(() =>
        webPush.generateRequestDetails(subscription, JSON.stringify({ title, text }), {
          vapidDetails: { subject: config.contact, publicKey, privateKey },
          ...{ TTL: ttlSeconds, urgency: 'high', contentEncoding: 'aes128gcm' },
          // One action is one message on the screen, also when its answer was lost and it is sent again.
          topic: Buffer.from(actionId.replaceAll('-', ''), 'hex').toString('base64url'),
        }),
      )
      if (!made) return rejected('bad-subscription')
      const { 'Content-Length': _counted, ...given } = made.headers as Record<string, string | number>
      const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
      const { pathname, search } = new URL(subscription.endpoint)
      return outcomeOf(await httpAt(origin)(pathname + search, { bytes: made.body, headers, idempotencyKey: actionId }))
    },
  },
})

/** The library throws for keys that no browser makes. */
function attempt<Made>(make: () => Made): Made | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
