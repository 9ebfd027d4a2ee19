import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { FailureHandled } from '../events/failure-handled.ts'
import { MessageDelivered } from '../events/message-delivered.ts'
import { MessageFailed } from '../events/message-failed.ts'
import { failures, others, sentChannels } from '../vocabulary.ts'

type Known = ReadonlyMap<string, string>

const deliveries = fold<Known>(new Map(), (on) => [
  on(MessageDelivered, (state, { action }) => new Map([...state, [action, 'delivered']])),
  on(MessageFailed, (state, { action, how }) => new Map([...state, [action, how]])),
  on(FailureHandled, (state, { action }) => new Map([...state, [action, 'handled']])),
])

/** Notes what a gateway says became of a message. It may say so again and again: what is known already is not noted twice. */
export const noteDelivery = defineCommand('note-delivery', {
  input: z.object({
    case: CaseId,
    action: z.uuid(),
    channel: z.enum(sentChannels),
    how: z.enum(['delivered', ...failures]),
    to: z.enum(others).optional(),
  }),
  refusals: { 'delivery-known': { status: 409, says: 'This is known already.' } },
  stream: (input) => `case/${input.case}`,
  state: deliveries,

  decide({ how, to, ...message }, known) {
    const before = known.get(message.action)
    // What arrived has arrived: a failure that is told after it came out of order.
    if (before === how || before === 'delivered') return refuse('delivery-known')
    // Nor is a failure one twice that a person has dealt with; that a receipt is out says less than any failure.
    if (before === 'handled' && how !== 'delivered') return refuse('delivery-known')
    if (before !== undefined && how === 'no-receipt') return refuse('delivery-known')
    return [
      how === 'delivered' ? MessageDelivered.of(message) : MessageFailed.of({ ...message, how, ...(to && { to }) }),
    ]
  },
})
