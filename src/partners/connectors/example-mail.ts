import { z } from 'zod'
import { defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  NO_MAILBOX: 'unknown-customer',
  NOT_PERMITTED: 'not-permitted',
})

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
