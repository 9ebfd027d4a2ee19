import { z } from 'zod'
import { defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  NOT_A_HOST: 'not-a-host',
  NOT_PERMITTED: 'not-permitted',
})

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
