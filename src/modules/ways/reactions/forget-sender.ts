import { defineReaction, readStream, type Tools } from '#ledger'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionDead } from '#partners/events/action-dead'
import { ActionGivenUp } from '#partners/events/action-given-up'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionNotSent } from '#partners/events/action-not-sent'
import { ActionRefused } from '#partners/events/action-refused'
import { queryable } from '#platform/database'
import { TextAnswered } from '../events/text-answered.ts'

const forget = async ({ owedBy }: { readonly owedBy: string }, _: unknown, { db, vault }: Tools): Promise<void> => {
  if (!owedBy.startsWith('text/')) return
  for (const event of await readStream(queryable(db), owedBy)) {
    const answer = event.type === TextAnswered.type ? TextAnswered.decode(event).answer : undefined
    if (answer) await vault.erase(answer, 'text-answered')
  }
}

/** Whoever lent a phone for a text is not kept: their number goes as soon as they were answered, or cannot be. */
export const forgetSender = defineReaction('forget-sender', (on) => [
  on(ActionAcknowledged, forget),
  on(ActionRefused, forget),
  on(ActionDead, forget),
  on(ActionGivenUp, forget),
  on(ActionLapsed, forget),
  on(ActionNotSent, forget),
])
