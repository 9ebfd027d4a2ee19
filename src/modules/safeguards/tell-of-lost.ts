import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import { readStream, type StoredEvent, type ToKeep } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { type GatewayTable, gatewayFor, isStolenLine } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import { noMailTextOf, ownerMailOf } from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { NewRecord } from '#platform/vault/put'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'
import { lostMessages, noteLostMessage } from './commands/note-lost-message.ts'
import { OwnerCalled } from './events/owner-called.ts'
import { ReminderOwed } from './events/reminder-owed.ts'
import { mailsIn } from './owners-mail.ts'

type Owes = readonly { readonly input: { readonly message?: string } }[]
type Owed = {
  action: { id: string; version: number; input: { message?: string } }
  event: { stream: string; version: number; owes: Owes | null }
}
export type LostTables = GatewayTable & OpenCase & Owed

type Context = {
  readonly db: Kysely<LostTables>
  readonly execute: Execute
  readonly now: () => Date
  readonly vault: { readonly seal: (record: Omit<NewRecord, 'subject'>) => Promise<ToKeep> }
  readonly reveal: (refs: readonly VaultRef[]) => Promise<ReadonlyMap<VaultRef, Revealed>>
}
type Message = { readonly action: string; readonly stream: string }
type Whose = 'trusted-person' | 'owner'

/**
 * A message that belongs to no case did not arrive. Nobody at a desk knows whose it was, but its owner can mend it: of a trusted
 * person's code they are told by e-mail, of an e-mail to themselves by a text, and never while the phone is reported. Whoever waits
 * for a code at our page sees by themselves that none comes. Whether somebody was told.
 */
export async function tellOfLost(context: Context, { action, stream }: Message): Promise<boolean> {
  if (!stream.startsWith('handset/')) return false
  const { db, execute, now } = context
  const events = await readStream(queryable(db), stream)
  const row = await db
    .selectFrom('action')
    .innerJoin('event', (on) => on.on('event.stream', '=', stream).onRef('event.version', '=', 'action.version'))
    .select(['action.version', 'action.input', 'event.owes'])
    .where('action.id', '=', action)
    .executeTakeFirst()
  const owing = row && events.find(({ version }) => version === row.version)
  const lost = owing && lostOf(owing, row.input.message === row.owes?.[0]?.input.message)
  const enrolment = events.findLast(({ type }) => type === HandsetEnrolled.type)
  if (!lost || !enrolment || lostMessages.run(events).has(action)) return false
  if (await isStolenLine(db, [lost.line], { now: now() })) return false
  const known = await context.reveal([...HandsetEnrolled.decode(enrolment).contacts, lost.line])
  const values = lost.whose === 'owner' ? textTo(known, lost.line) : mailsTo(known)
  // Kept with the fact that names them: its gateway may say it twice at once.
  const reviewAt = reviewOn(kept.sentMessage, now())
  const sealed = await Promise.all(values.map((value) => context.vault.seal({ class: 'document', value, reviewAt })))
  const messages = sealed.map(({ ref }) => ref)
  const keep = sealed.map((one) => one.keep)
  const gateways = await gatewayFor(db, lost.whose === 'owner' ? 'send-text' : 'send-email')
  return (await execute(noteLostMessage, { ...lost, action, messages, gateways }, `lost-${action}`, keep)).ok
}

/** Whose message it was. The first that an enrolment owes is the trusted person's code; the others warn who was named before. */
function lostOf(owing: StoredEvent, isFirst: boolean) {
  if (owing.type === HandsetEnrolled.type) {
    const { handset, line, trusted } = HandsetEnrolled.decode(owing)
    return isFirst && trusted.length > 0 ? { handset, line, whose: 'trusted-person' as Whose } : undefined
  }
  for (const type of [OwnerCalled, ReminderOwed])
    if (owing.type === type.type) {
      const { handset, line } = type.decode(owing)
      return { handset, line, whose: 'owner' as Whose }
    }
  return undefined
}

const mailsTo = (known: ReadonlyMap<VaultRef, Revealed>) =>
  mailsIn(known).map(({ to, language }) => ({ to, ...ownerMailOf('lost', language) }))

function textTo(known: ReadonlyMap<VaultRef, Revealed>, line: VaultRef) {
  const number = known.get(line)
  const language = mailsIn(known)[0]?.language
  return number && !number.erased ? [{ to: String(number.value), text: noMailTextOf(language) }] : []
}
