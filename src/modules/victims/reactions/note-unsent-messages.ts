import { defineReaction, type Tools } from '#ledger'
import type { CaseClaim } from '#modules/reports/public'
import { ActionDead } from '#partners/events/action-dead'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionRefused } from '#partners/events/action-refused'
import { noteMessage } from '../note-message.ts'
import type { Failure } from '../vocabulary.ts'

type About = { readonly action: string; readonly kind: string; readonly owedBy: string }

/** A message that never went out is a message that did not arrive: a person looks at it too. */
export const noteUnsentMessages = defineReaction<CaseClaim>('note-unsent-messages', (on) => [
  on(ActionRefused, (message, _, tools) => note(tools, message, 'refused')),
  on(ActionDead, (message, _, tools) => note(tools, message, 'no-answer')),
  on(ActionLapsed, (message, _, tools) => note(tools, message, 'no-answer')),
])

const note = async (tools: Tools<CaseClaim>, { action, kind, owedBy }: About, how: Failure): Promise<void> => {
  await noteMessage(tools, { action, kind, stream: owedBy }, how)
}
