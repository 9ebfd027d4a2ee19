import { z } from 'zod'
import { type CallTools, defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  UNKNOWN_CUSTOMER: 'unknown-customer',
  PROOF_TOO_WEAK: 'proof-too-weak',
  WITHDRAWN: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
})

type Order = { readonly msisdn: string; readonly order: string; readonly proofLevel?: number }

/** The least that a bank needs: whose line, how well proved, until when. No handset number, no place, no story. */
const send = async (order: Order, { http, actionId, until, cancels }: CallTools<unknown>) =>
  outcomeOf(
    await http('/device-trust/v1/orders', { json: { ...order, until, withdraws: cancels }, idempotencyKey: actionId }),
  )

/** A bank that trusts a customer's handset less, or holds the account, until an end. Its own words stop at this file. */
export default defineConnector({
  contract: 'example-bank',
  sort: 'bank',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'step-up-account': ({ line, level }, tools) => send({ msisdn: line, order: 'STEP_UP', proofLevel: level }, tools),
    'end-step-up': ({ line }, tools) => send({ msisdn: line, order: 'END_STEP_UP' }, tools),
    'freeze-account': ({ line, level }, tools) => send({ msisdn: line, order: 'FREEZE', proofLevel: level }, tools),
    'unfreeze-account': ({ line }, tools) => send({ msisdn: line, order: 'UNFREEZE' }, tools),
  },
})
