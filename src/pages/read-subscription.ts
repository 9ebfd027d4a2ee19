import { z } from 'zod'

/** Plain http only to this machine, where the pretend push service is. */
const isPushAddress = (address: string) => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')
}

const Subscription = z.object({
  endpoint: z.url().max(1000).refine(isPushAddress),
  keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
})

/** Where a browser takes pushes, as its PushSubscription says it (W3C Push API); undefined when it is none. */
export function readSubscription(sent: string): z.output<typeof Subscription> | undefined {
  try {
    return Subscription.safeParse(JSON.parse(sent)).data
  } catch {
    return undefined // not JSON
  }
}
