import { z } from 'zod'
import { type CallTools, defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  'no-such-holder': 'unknown-customer',
  'released-before': 'already-undone',
  'not-permitted': 'not-permitted',
})

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
