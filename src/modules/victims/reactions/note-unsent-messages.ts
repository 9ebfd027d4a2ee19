import { defineReaction, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { ActionDead } from '#partners/events/action-dead'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionRefused } from '#partners/events/action-refused'
import { noteDelivery } from '../commands/note-delivery.ts'
import { type Failure, sentChannels } from '../vocabulary.ts'

type About = { readonly action: string; readonly kind: string; readonly owedBy: string }
const channelOf = (kind: string) => sentChannels.find((channel) => kind === `send-${channel}`)

/** A message that never went out is a message that did not arrive: a person looks at it too. */
export const noteUnsentMessages = defineReaction('note-unsent-messages', (on) => [
  on(ActionRefused, (message, _, tools) => note(tools, message, 'refused')),
  on(ActionDead, (message, _, tools) => note(tools, message, 'no-answer')),
  on(ActionLapsed, (message, _, tools) => note(tools, message, 'no-answer')),
])

async function note({ execute }: Tools, { action, kind, owedBy }: About, how: Failure): Promise<void> {
  const channel = channelOf(kind)
  const theft = CaseId.safeParse(owedBy.replace(/^case\//, '')).data
  if (channel && theft) await execute(noteDelivery, { case: theft, action, channel, how })
}
