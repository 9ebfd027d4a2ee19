import { defineReaction, type Tools } from '#ledger'
import { ActionDead } from '#partners/events/action-dead'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionRefused } from '#partners/events/action-refused'
import { type LostTables, tellOfLost } from '../tell-of-lost.ts'

type About = { readonly action: string; readonly kind: string; readonly owedBy: string }

const tell = async ({ action, kind, owedBy }: About, _: unknown, tools: Tools<LostTables>): Promise<void> => {
  if (!kind.startsWith('send-')) return
  const reveal = (refs: readonly Parameters<typeof tools.vault.reveal>[2][number][]) =>
    tools.vault.reveal('tell-of-lost', 'own-case', refs)
  await tellOfLost({ ...tools, reveal }, { action, stream: owedBy })
}

/** A message to an owner, or to whom they trust, that never went out: the owner is told another way. */
export const tellOfLostMessages = defineReaction<LostTables>('tell-of-lost-messages', (on) => [
  on(ActionRefused, tell),
  on(ActionDead, tell),
  on(ActionLapsed, tell),
])
