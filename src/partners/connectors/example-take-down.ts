import { z } from 'zod'
import { acknowledged, defineConnector, type PartnerReply, pending, rejected, retry, retryLater } from '#partners'

const Answer = z.object({ code: z.string().optional(), receipt: z.string().optional() })

const refusals: Readonly<Record<string, string>> = {
  NOT_A_HOST: 'not-a-host',
  NOT_PERMITTED: 'not-permitted',
}

/** Reads an answer of the service: 200 listed, 202 will be looked at, 409 known already, 422 will not do. */
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

/** A service that has false sites taken down. It gets the host and nothing of who was sent there; it looks before it acts. */
export default defineConnector({
  contract: 'example-take-down',
  sort: 'take-down',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'report-link': async ({ link }, { http, actionId }) =>
      outcomeOf(
        await http('/abuse/v1/hosts', { json: { host: link, category: 'PHISHING' }, idempotencyKey: actionId }),
      ),
  },
})
