import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { enrolledLine } from '../enrolled-line.ts'
import { MessageLost } from '../events/message-lost.ts'
import { refusals } from '../refusals.ts'

export const lostMessages = fold<ReadonlySet<string>>(new Set(), (on) => [
  on(MessageLost, (known, { action }) => new Set([...known, action])),
])

/** Tells the owner of a phone that a message about it did not arrive, once however often its gateway says so. */
export const noteLostMessage = defineCommand('note-lost-message', {
  input: z.object({
    ...{ handset: HandsetId, line: VaultRef, action: z.uuid(), whose: z.enum(['trusted-person', 'owner']) },
    ...{ messages: z.array(VaultRef).max(5), gateways: z.array(Slug).max(1) },
  }),
  refusals: { ...refusals, 'loss-known': { status: 409, says: 'This is known already.' } },
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, action }) => ({ handset, action }),
  state: folds(enrolledLine, lostMessages, ({ line }, known) => ({ line, known })),

  decide({ line, messages, gateways, ...lost }, { line: enrolled, known }) {
    if (enrolled !== line) return refuse('not-enrolled')
    if (known.has(lost.action)) return refuse('loss-known')
    const kind = lost.whose === 'owner' ? 'send-text' : 'send-email'
    return {
      events: [MessageLost.of(lost)],
      owes: messages.map((message) => ({
        ...{ partners: gateways, kind, target: `handset/${lost.handset}/${kind}`, input: { message } },
      })),
    }
  },
})
