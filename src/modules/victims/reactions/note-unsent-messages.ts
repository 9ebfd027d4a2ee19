import { defineReaction, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import type { CaseClaim } from '#modules/reports/public'
import { ActionDead } from '#partners/events/action-dead'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionRefused } from '#partners/events/action-refused'
import { endContact } from '../commands/end-contact.ts'
import { noteMessage } from '../note-message.ts'
import { told } from '../told.ts'
import { type OwedTable, updateOfAction } from '../update-of-action.ts'
import type { Failure } from '../vocabulary.ts'

type Noting = Tools<CaseClaim & OwedTable>
type About = { readonly action: string; readonly kind: string; readonly owedBy: string }

/** A message that never went out is a message that did not arrive: a person looks at it too. */
export const noteUnsentMessages = defineReaction<CaseClaim & OwedTable>('note-unsent-messages', (on) => [
  on(ActionRefused, async (message, _, tools) => {
    if (!(await isOfBrowser(tools, message, 'refused'))) await note(tools, message, 'refused')
  }),
  on(ActionDead, async (message, _, tools) => {
    if (!(await isOfBrowser(tools, message))) await note(tools, message, 'no-answer')
  }),
  on(ActionLapsed, async (message, _, tools) => {
    if (!(await isOfBrowser(tools, message))) await note(tools, message, 'no-answer')
  }),
])

const note = async (tools: Noting, { action, kind, owedBy }: About, how: Failure): Promise<void> => {
  await noteMessage(tools, { action, kind, stream: owedBy }, how)
}

/**
 * Whether it was a notice to a victim's browser that nobody need look at: the browser is gone or was let go, and the victim is told
 * the same another way. A browser whose push service says no takes no notices any more.
 */
async function isOfBrowser(tools: Noting, message: About, how?: 'refused'): Promise<boolean> {
  if (message.kind !== 'send-push') return false
  const update = await updateOfAction(tools.db, message)
  const contact = update?.owed.contact
  if (!update || !contact) return false
  const stands = told.run(update.events).contacts.some(({ ref }) => ref === contact)
  if (how === 'refused' && stands)
    await tools.execute(endContact, { case: CaseId.parse(update.owed.case), contact, why: 'gone' }, 'gone')
  else if (stands) return false
  return update.all.some(({ channel }) => channel !== 'push') || !stands
}
