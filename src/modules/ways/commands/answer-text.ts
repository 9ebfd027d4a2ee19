import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { TextAnswered } from '../events/text-answered.ts'
import { ends } from '../vocabulary.ts'

/** An answer that is an hour late answers nobody. */
const holdsMs = 3_600_000

/** Writes down that a text was acted on, once, and owes its answer. */
export const answerText = defineCommand('answer-text', {
  input: z.object({
    text: z.uuid(),
    how: z.enum([...ends, 'unread', 'forwarded']),
    answer: VaultRef.optional(),
    gateways: z.array(Slug).max(1),
  }),
  refusals: { 'text-answered': { status: 409, says: 'This text has been answered.' } },
  stream: ({ text }) => `text/${text}`,
  begins: true,
  state: fold<boolean>(false, (on) => [on(TextAnswered, () => true)]),

  decide({ gateways, ...text }, answered, { now }) {
    if (answered) return refuse('text-answered')
    const events = [TextAnswered.of(text)]
    const { answer } = text
    if (answer === undefined || gateways.length === 0) return events
    const until = new Date(Date.parse(now) + holdsMs).toISOString()
    const owed = { kind: 'send-text', target: `text/${text.text}`, input: { message: answer }, until }
    return { events, owes: [{ partners: gateways, ...owed }] }
  },
})
