import { z } from 'zod'
import { defineCommand, type Obligation, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { MessageOwed } from '../events/message-owed.ts'
import { earlyMs, promiseOf } from '../promise.ts'
import { refusals } from '../refusals.ts'
import { type Told, tellsAfterEnd, told, updateKey } from '../told.ts'
import { lastWords, sentChannels, type Template, templates, unprovedWords } from '../vocabulary.ts'

const Messages = z
  .array(
    z.object({
      channel: z.enum(sentChannels),
      message: VaultRef,
      gateway: Slug,
      toLine: z.boolean().describe('it goes to the stolen number'),
      contact: VaultRef.optional(),
    }),
  )
  .max(20)

/** May be told again: each contact that was added, each heartbeat that is due, each country once a day. */
const again: Partial<Record<Template, number>> = { 'contact-added': 0, heartbeat: 0, seen: 24 * 3_600_000 }

/** Tells a victim what happened: on the case page always, and by each gateway message given. */
export const tellVictim = defineCommand('tell-victim', {
  input: z.object({
    case: CaseId,
    template: z.enum(templates),
    about: z.string().optional(),
    next: z.iso.datetime().optional(),
    messages: Messages,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'line-hostile': {
      status: 422,
      says: 'The stolen number is not written to until its operator has replaced the SIM.',
    },
    'told-already': { status: 409, says: 'The victim has been told this.' },
    'nobody-proved': { status: 409, says: 'Nobody has shown anything yet, so nobody is written to about it.' },
    'not-due': { status: 409, says: 'The victim has heard from us; the next update is due later.' },
    'promise-too-late': { status: 422, says: 'An update promises the next one, and no later than the clock allows.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft, template, about }) => ({ case: theft, template, about }),
  state: told,

  decide({ messages, ...update }, state, { now }) {
    const refused = whyNot(update, state, now)
    if (refused) return refuse(refused)
    if (messages.length > 0 && !state.proved && !unprovedWords.includes(update.template)) return refuse('nobody-proved')
    if (messages.some(({ toLine }) => toLine) && !state.restored) return refuse('line-hostile')
    if (messages.length === 0) return [MessageOwed.of({ ...update, channel: 'page' })]
    return {
      events: messages.map(({ channel, message, contact }) =>
        MessageOwed.of({ ...update, channel, message, ...(contact && { contact }) }),
      ),
      owes: messages.map((one) => owed(update.case, one, update.next)),
    }
  },
})

type Update = { template: Template; about?: string | undefined; next?: string | undefined }

function whyNot({ template, about, next }: Update, state: Told, now: string) {
  const { reportedAt, ended, at, promised, proved } = state
  if (!reportedAt) return 'no-case'
  const isLast = endsWith(template, state)
  if (ended && !tellsAfterEnd(template, state)) return 'case-ended'
  if (template === 'heartbeat' && !proved) return 'nobody-proved'
  if (template === 'heartbeat' && promised !== undefined && Date.parse(promised) - Date.parse(now) > earlyMs)
    return 'not-due'
  const before = at.get(updateKey(template, about))
  const mayRepeatAfter = again[template] ?? Number.POSITIVE_INFINITY
  if (before !== undefined && Date.parse(now) - Date.parse(before) < mayRepeatAfter) return 'told-already'
  if (isLast ? next !== undefined : next === undefined || next > promiseOf(reportedAt, now)) return 'promise-too-late'
  return undefined
}

/** What a case ends with promises nothing more. A claim that nobody proved ends when it lapses. */
export const endsWith = (template: Template, { ended, proved }: Pick<Told, 'ended' | 'proved'>): boolean =>
  ended || lastWords.includes(template) || (template === 'lapsed' && !proved)

/** What is owed for one message. One that could not go out by the time of the next one is old news: it lapses. */
export const owed = (
  theft: string,
  { channel, gateway, message }: Pick<z.output<typeof Messages>[number], 'channel' | 'gateway' | 'message'>,
  next: string | undefined,
): Obligation => ({
  partners: [gateway],
  kind: `send-${channel}`,
  target: `case/${theft}/send-${channel}`,
  input: { message },
  ...(next !== undefined && { until: next }),
})
