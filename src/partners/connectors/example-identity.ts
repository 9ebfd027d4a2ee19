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
  NOT_ISSUED: 'unknown-customer',
  VALID_AGAIN_BEFORE: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
}

/** Reads an answer of the issuer: 200 done, 202 taken, 409 already so, 422 will not do. */
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

type Status = { readonly subscriber: string; readonly status: 'SUSPENDED' | 'VALID' }
const set = async (status: Status, { http, actionId, until, cancels }: CallTools<unknown>) =>
  outcomeOf(
    await http('/wallet-units/v1/status', {
      json: { ...status, validFrom: until, revokes: cancels },
      idempotencyKey: actionId,
    }),
  )

/** An issuer of digital identities: the one on the phone that is gone proves nothing until it is valid again. */
export default defineConnector({
  contract: 'example-identity',
  sort: 'identity-issuer',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'suspend-digital-identity': ({ line }, tools) => set({ subscriber: line, status: 'SUSPENDED' }, tools),
    'restore-digital-identity': ({ line }, tools) => set({ subscriber: line, status: 'VALID' }, tools),
  },
})
