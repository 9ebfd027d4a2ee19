import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import type { Outcome } from '#ledger'
import type { CaseClaim } from '#modules/reports/public'
import { noteAppellantLost } from './commands/note-appellant-lost.ts'
import { noteDelivery } from './commands/note-delivery.ts'
import { placeOfMessage } from './place-of-message.ts'
import { type Failure, sentChannels } from './vocabulary.ts'

type Context<T> = { readonly db: Kysely<T>; readonly execute: Execute }
type Message = { readonly action: string; readonly kind: string; readonly stream: string }

const channelOf = (kind: string) => sentChannels.find((channel) => kind === `send-${channel}`)

/** Notes what became of a message where a person looks at it. Undefined: no person waits for it there. */
export async function noteMessage<T extends CaseClaim>(
  { db, execute }: Context<T>,
  { action, kind, stream }: Message,
  how: Failure | 'delivered',
): Promise<Outcome<'delivery-known'> | undefined> {
  const channel = channelOf(kind)
  const place = channel && (await placeOfMessage(db, stream))
  if (!channel || !place) return undefined
  if ('case' in place) return execute(noteDelivery, { ...place, action, channel, how })
  return how === 'delivered' ? undefined : execute(noteAppellantLost, { ...place, action, channel, how })
}
