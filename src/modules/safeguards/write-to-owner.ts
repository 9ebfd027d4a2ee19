import type { RouteContext } from '#http'
import { CaseId, HandsetId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { type EnrolmentTable, enrolmentOf, type GatewayTable, gatewayFor } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import { ownerMailOf } from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { callOwner } from './commands/call-owner.ts'
import { writeAsFinder } from './commands/write-as-finder.ts'
import type { FinderCard } from './finder-card.ts'
import { keepReply, newReplyCode } from './finder-reply.ts'
import { mailsIn } from './owners-mail.ts'
import type { finds } from './vocabulary.ts'

export type WriteTables = EnrolmentTable & GatewayTable & OpenCase

type Context = Pick<RouteContext<WriteTables>, 'audit' | 'db' | 'execute' | 'now' | 'vault'>

type Found = { readonly what: (typeof finds)[number]; readonly words: string }

/** The case that a card leads to, while one is open for its line. */
export async function caseOfCard(
  { db, now }: Pick<Context, 'db' | 'now'>,
  card: FinderCard,
): Promise<CaseId | undefined> {
  const row = await db
    .selectFrom('open_case')
    .select('case_id')
    .where('subject', '=', card.line)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now().toISOString())]))
    .executeTakeFirst()
  return row && CaseId.parse(row.case_id)
}

/**
 * Passes a finder's message on, and gives the code with which they may read an answer: to the open case; without one the owner is told by e-mail that a finder was here, and the
 * words are not kept. Whoever wrote learns nothing of which it was.
 */
export async function writeToOwner(context: Context, card: FinderCard, { what, words }: Found): Promise<string> {
  const theft = await caseOfCard(context, card)
  const { code, shown } = newReplyCode()
  if (theft === undefined) {
    await callOwnerOf(context, card)
    return shown
  }
  const { audit, execute, now, vault } = context
  await audit('change', `case/${theft}`)
  const review = reviewOn(kept.caseNumbers, now())
  const kind = 'finder-words'
  const put = words && (await vault.put({ class: 'free-text', value: { kind, words }, reviewAt: review }))
  const reply = await keepReply(context, code, theft)
  const said = { case: theft, card: card.card as VaultRef, what, reply }
  await execute(writeAsFinder, { ...said, ...(put && { words: put.ref }) })
  return shown
}

async function callOwnerOf({ audit, db, execute, now, vault }: Context, card: FinderCard): Promise<void> {
  await audit('change', `handset/${card.handset}`)
  const enrolled = await enrolmentOf(db, card.line)
  if (!enrolled) return
  const known = await vault.reveal('change', enrolled.contacts as VaultRef[])
  const messages: VaultRef[] = []
  for (const { to, language } of mailsIn(known)) {
    const value = { to, ...ownerMailOf('found', language) }
    messages.push((await vault.put({ class: 'document', value, reviewAt: reviewOn(kept.sentMessage, now()) })).ref)
  }
  await execute(callOwner, {
    ...{ handset: HandsetId.parse(card.handset), line: card.line as VaultRef, card: card.card as VaultRef },
    ...{ messages, gateways: await gatewayFor(db, 'send-email') },
  })
}
