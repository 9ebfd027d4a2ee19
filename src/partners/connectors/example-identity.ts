import { z } from 'zod'
import { type CallTools, defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  NOT_ISSUED: 'unknown-customer',
  VALID_AGAIN_BEFORE: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
})

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
