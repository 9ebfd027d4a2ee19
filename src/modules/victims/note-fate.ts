import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import type { Outcome } from '#ledger'
import type { CaseClaim } from '#modules/reports/public'
import { noteMessage } from './note-message.ts'
import type { Failure } from './vocabulary.ts'

type Context<T> = {
  readonly db: Kysely<T>
  readonly execute: Execute
  /** Tells an owner who has no case in another way; whether somebody was told. */
  readonly tellOwner: (message: Message) => Promise<boolean>
}
type Message = { readonly action: string; readonly kind: string; readonly stream: string }

/**
 * Notes what a gateway or a mail server says became of a message, wherever somebody waits for that: on a case, at an appeal, or with
 * an owner who has no case. It may be said again and again: what is known is noted once.
 */
export async function noteFate<T extends CaseClaim>(
  { db, execute, tellOwner }: Context<T>,
  message: Message,
  how: Failure | 'delivered',
): Promise<Outcome<'delivery-known'> | boolean> {
  const noted = await noteMessage({ db, execute }, message, how)
  return noted ?? (how !== 'delivered' && tellOwner(message))
}
