import type { RouteContext } from '#http'
import { HandsetId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { askReminders } from './commands/ask-reminders.ts'
import { makeFinderCard } from './finder-card.ts'

type Context = Pick<RouteContext, 'execute' | 'now' | 'vault'>

type Ready = { readonly handset: string; readonly line: VaultRef; readonly remind: boolean }

/** What an owner gets with the panic card: the code for the lock screen, and reminders if they were asked for. */
export async function prepareOwner(context: Context, { handset, line, remind }: Ready): Promise<string | undefined> {
  if (remind) await context.execute(askReminders, { handset: HandsetId.parse(handset), line }, 'reminders')
  return makeFinderCard(context, { handset, line })
}
