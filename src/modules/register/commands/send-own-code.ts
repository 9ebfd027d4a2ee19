import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { OwnCodeSent } from '../events/own-code-sent.ts'
import { passkey, passkeyRefusals } from '../passkey.ts'

/** The code that was sent to a number holds as long as the page that asks for it. */
const holdsMs = 10 * 60_000

/** Asks whoever holds the phone of a card whether it is theirs. The text is one vault record. */
export const sendOwnCode = defineCommand('send-own-code', {
  input: z.object({
    ...{ passkey: z.uuid(), handset: HandsetId, line: VaultRef },
    ...{ message: VaultRef, gateways: z.array(Slug).max(1) },
  }),
  refusals: passkeyRefusals,
  stream: (input) => `passkey/${input.passkey}`,
  keyed: ({ passkey, handset }) => ({ passkey, handset }),
  state: passkey,

  decide({ message, gateways, ...sent }, { state }, { now }) {
    if (state !== 'kept') return refuse('no-passkey')
    const until = new Date(Date.parse(now) + holdsMs).toISOString()
    const text = { kind: 'send-text', target: `passkey/${sent.passkey}/send-text`, input: { message }, until }
    return { events: [OwnCodeSent.of(sent)], owes: [{ partners: gateways, ...text }] }
  },
})
