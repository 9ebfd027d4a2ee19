import { z } from 'zod'
import {
  acknowledged,
  type CallTools,
  defineConnector,
  type PartnerReply,
  pending,
  rejected,
  retry,
  retryLater,
} from '#partners'

const Answer = z.object({ code: z.string().optional(), receipt: z.string().optional() })

const refusals: Readonly<Record<string, string>> = {
  'no-such-holder': 'unknown-customer',
  'released-before': 'already-undone',
  'not-permitted': 'not-permitted',
}

/** Reads an answer of the exchange: 200 done, 202 taken, 409 already so, 422 will not do. */
function outcomeOf(reply: PartnerReply) {
  const { code, receipt } = reply.read(Answer) ?? {}
  switch (reply.status) {
    case 200:
    case 409:
      return acknowledged({ receipt })
    case 202:
      return pending(reply.retryAfterSeconds)
    case 422:
      return rejected(refusals[code ?? ''] ?? 'refused', { receipt })
    case 401:
    case 403:
      return retry(60, `credentials refused (${reply.status})`)
    default:
      return retryLater(reply)
  }
}

type Body = Readonly<Record<string, string | undefined>>
const send = async (path: string, json: Body, { http, actionId }: CallTools<unknown>) =>
  outcomeOf(await http(`/v2/withdrawals/${path}`, { json, idempotencyKey: actionId }))

/** A crypto exchange, or whoever keeps coins for somebody: what has left cannot be called back, so nothing leaves meanwhile. */
export default defineConnector({
  contract: 'example-exchange',
  sort: 'exchange',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'hold-withdrawals': ({ line }, tools) => send('pause', { holder: line, ends: tools.until }, tools),
    'release-withdrawals': ({ line }, tools) => send('resume', { holder: line, pause: tools.cancels }, tools),
  },
})
