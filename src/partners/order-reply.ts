import { z } from 'zod'
import { type PartnerReply, retryLater } from './http-client.ts'
import { acknowledged, pending, rejected, retry } from './outcome.ts'

const Answer = z.object({ code: z.string().optional(), receipt: z.string().optional(), answer: z.unknown().optional() })

/**
 * Reads the answer to an order as our example contracts give it: 200 done, 202 taken, 409 already so, 422 will not do. `answer`: what
 * the partner tells beside it, of which only what the kind of order asks is kept (keep-answer.ts).
 * `refusals`: what the partner's own codes mean here; they stay in its connector.
 */
export const orderReply = (refusals: Readonly<Record<string, string>>) => (reply: PartnerReply) => {
  const { code, receipt, answer } = reply.read(Answer) ?? {}
  switch (reply.status) {
    case 200:
    case 409:
      return acknowledged({ receipt, answer })
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
