import { z } from 'zod'
import { acknowledged, defineConnector, type PartnerReply, pending, rejected, retry, retryLater } from '#partners'

const Answer = z.object({ code: z.string().optional(), receipt: z.string().optional() })

const refusals: Readonly<Record<string, string>> = {
  NO_MAILBOX: 'unknown-customer',
  NOT_PERMITTED: 'not-permitted',
}

/** Reads an answer of the provider: 200 signed out, 202 taken, 409 signed out already, 422 will not do. */
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

/**
 * A mail provider. It finds the mailboxes by the number that was proved to it: no address is sent, so nobody can have a
 * stranger's mailbox signed out.
 */
export default defineConnector({
  contract: 'example-mail',
  sort: 'mail-provider',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'end-mail-sessions': async ({ line }, { http, actionId }) =>
      outcomeOf(
        await http('/account-safety/v1/sign-outs', {
          json: { recoveryPhone: line, because: 'DEVICE_STOLEN' },
          idempotencyKey: actionId,
        }),
      ),
  },
})
