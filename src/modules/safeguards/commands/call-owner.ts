import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { enrolledLine } from '../enrolled-line.ts'
import { OwnerCalled } from '../events/owner-called.ts'
import { refusals } from '../refusals.ts'

const dayMs = 86_400_000

const calledAt = fold<string>('', (on) => [on(OwnerCalled, (_, _data, { at }) => at)])

/** Writes to the owner of a phone that nobody has reported: once a day, however often the card is scanned. */
export const callOwner = defineCommand('call-owner', {
  input: z.object({
    handset: HandsetId,
    line: VaultRef,
    card: VaultRef,
    messages: z.array(VaultRef).max(5),
    gateways: z.array(Slug).max(1),
  }),
  refusals: {
    ...refusals,
    'called-today': { status: 409, says: 'The owner was written to today already.' },
  },
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, line }) => ({ handset, line }),
  state: folds(enrolledLine, calledAt, ({ line }, at) => ({ line, at })),

  decide({ messages, gateways, ...called }, { line, at }, { now }) {
    if (line !== called.line) return refuse('not-enrolled')
    if (at !== '' && Date.parse(now) - Date.parse(at) < dayMs) return refuse('called-today')
    return {
      events: [OwnerCalled.of(called)],
      owes: messages.map((message) => ({
        ...{ partners: gateways, kind: 'send-email', target: `handset/${called.handset}/send-email` },
        input: { message },
      })),
    }
  },
})
