import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { HandsetId } from '#lib/ids'
import { type Imei, keysOf } from '#lib/imei/imei'
import { kept, reviewOn, type Kept as Term } from '#lib/kept'
import type { Line } from '#lib/line'
import { VaultRef } from '#platform/vault-ref'
import { noteClaimedAgain } from './claimed-again.ts'
import { beginEnrolment } from './commands/begin-enrolment.ts'
import { enrolHandset } from './commands/enrol-handset.ts'
import { enrolmentOf } from './enrolment-of.ts'
import { type GatewayTable, gatewayFor } from './gateways.ts'
import { sayModel, type TacTable } from './model-of.ts'
import { contactKey, handsetOf } from './owners.ts'
import { reviewOf } from './review.ts'
import { isStolenNumber, type OpenCase } from './stolen-number.ts'
import { keysOfWord, pressedKey, type StopWord, wordKey } from './stop-word.ts'
import { chosen, codeText, replaced, type Words } from './texts.ts'
import { giveBackTry, mostTries, takeTry, type WrongTry } from './tries.ts'
import type { EnrolmentTable } from './views/enrolment.ts'
import type { EnrolmentAsked } from './views/enrolment-asked.ts'
import type { HandsetOwner } from './views/handset-owner.ts'
import type { ImeiHandset } from './views/imei-handset.ts'

export type EnrolTables = EnrolmentTable &
  EnrolmentAsked &
  GatewayTable &
  HandsetOwner &
  ImeiHandset &
  OpenCase &
  TacTable &
  WrongTry

type Context = Pick<RouteContext<EnrolTables>, 'audit' | 'db' | 'execute' | 'newId' | 'now' | 'vault'>

/** What an owner says of themselves before a theft. `trusted.contact`: an address, or a number in one form. */
export type Asked = {
  readonly line: Line
  readonly name: string
  readonly email: string
  /** In which language they want to be written to; it is kept with the address. */
  readonly language?: string | undefined
  readonly trusted?: { readonly name: string; readonly contact: string } | undefined
  readonly banks: readonly string[]
  /** Who keeps the rest of what the phone opens: providers, never an account. */
  readonly mail?: readonly string[] | undefined
  readonly exchanges?: readonly string[] | undefined
  readonly identities?: readonly string[] | undefined
  readonly maker?: string | undefined
  readonly mayLocate: boolean
  readonly imeis: readonly Imei[]
  /** What stops the phone together with its number; strong enough (`weaknessOf`). */
  readonly stopWord?: StopWord | undefined
  /** What they call the phone. */
  readonly model?: string | undefined
}

const mostIdentities = 100

const providers = z.array(z.string()).optional()

const Kept = z.object({
  ...{ kind: z.literal('enrolment'), code: z.string(), line: z.string(), name: z.string(), email: z.string() },
  language: z.string().optional(),
  trusted: z.object({ name: z.string(), contact: z.string() }).optional(),
  ...{ mail: providers, exchanges: providers, identities: providers },
  ...{ banks: z.array(z.string()), maker: z.string().optional(), mayLocate: z.boolean(), imeis: z.array(z.string()) },
  model: z.string().optional(),
  stopWord: z.string().optional(),
})

/**
 * Sends a code to the number that is to be enrolled. Answers with the ticket on which the code is typed back. To a number that
 * is reported stolen, or was sent five codes within the hour, nothing is sent, and the answer is the same: whoever holds
 * that phone learns nothing.
 */
export async function askToEnrol(context: Context, asked: Asked): Promise<VaultRef> {
  const { audit, db, execute, now, vault } = context
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { ref: line } = await vault.putOnce({ class: 'number', value: asked.line, findBy: [asked.line], reviewAt })
  const handset = HandsetId.parse(await handsetFor(context, asked, line))
  await audit('change', `handset/${handset}`)
  const sent = `codes/${line}`
  if ((await isStolenNumber(context, asked.line)) || (await takeTry(db, sent, now())) > mostTries)
    return ticketOfNothing()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const put = async (value: unknown, term: Term) =>
    (await vault.put({ class: 'document', value, reviewAt: reviewOn(term, now()) })).ref
  const ticket = await put({ kind: 'enrolment', code, ...asked }, kept.typedEnrolment)
  await execute(beginEnrolment, {
    ...{ handset, line, gateways: await gatewayFor(db, 'send-text') },
    asked: ticket,
    message: await put({ to: asked.line, text: codeText(code) }, kept.sentMessage),
  })
  return ticket
}

/** What somebody typed whom we sent no code is kept nowhere: nothing can come of it. The ticket looks like any other. */
const ticketOfNothing = () => VaultRef.parse(`v_${randomBytes(16).toString('base64url')}`)

/** The handset that was enrolled before, or sold to this number by a shop; else a new one, which a clone cannot become. */
async function handsetFor(
  { db, vault, newId }: Context,
  { imeis, line: number }: Asked,
  line: string,
): Promise<string> {
  const known = await handsetOf(db, imeis)
  const enrolled = (await enrolmentOf(db, line))?.handset
  if (!known) return (imeis.length === 0 && enrolled) || newId()
  const owner = await db
    .selectFrom('handset_owner')
    .select('owner')
    .where('handset', '=', known)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst()
  const mine = owner ? (await knownAs(vault, number)).includes(owner.owner as VaultRef) : enrolled === known
  return mine ? known : newId()
}

/** The identities that were kept with this number: by a shop that sold a phone, or by an enrolment. */
const knownAs = async (vault: Context['vault'], number: string): Promise<VaultRef[]> =>
  (await vault.find('identity', contactKey(number))).map(({ ref }) => ref).slice(-mostIdentities)

/** What comes of a code typed back: the card to print, once; or why not. */
export type Confirmed =
  | {
      readonly card: string
      readonly trustedTold: boolean
      readonly word: boolean
      readonly handset: HandsetId
      readonly line: VaultRef
    }
  | { readonly refused: 'wrong-code' | 'rest' | keyof typeof enrolHandset.refusals | 'key-reused' | 'busy' }

/** Takes the code: the number is proved, and whoever may stop the phone gets what stops it. */
export async function confirmEnrolment(context: Context, ticket: VaultRef, typed: string): Promise<Confirmed> {
  const { audit, db, now, vault } = context
  await audit('change', ticket)
  const subject = `enrolment/${ticket}`
  // Counted before it is looked at: six digits are found by whoever sends a thousand guesses at once.
  if ((await takeTry(db, subject, now())) > mostTries) return { refused: 'rest' }
  const row = await db.selectFrom('enrolment_asked').selectAll().where('asked', '=', ticket).executeTakeFirst()
  const value = row && (await vault.reveal('change', [ticket])).get(ticket)
  const kept = value && 'value' in value ? Kept.parse(value.value) : undefined
  if (!row || !kept || !sameCode(kept.code, typed)) return { refused: 'wrong-code' }
  await giveBackTry(db, subject)
  return enrol(context, HandsetId.parse(row.handset), row.line as VaultRef, kept)
}

const sameCode = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

type KeptAsked = z.output<typeof Kept>

async function enrol(context: Context, handset: HandsetId, line: VaultRef, asked: KeptAsked): Promise<Confirmed> {
  const { execute, now, vault } = context
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { name, email, language, trusted } = asked
  const put = async (kind: 'contact' | 'identity', value: unknown, findBy: string[]) =>
    (await vault.put({ class: kind, value, findBy, reviewAt })).ref
  const secret = async (kind: 'panic-card' | 'trusted-person') => {
    const code = caseCodeOf(randomBytes(7))
    const { ref } = await vault.put({ class: 'document', value: { kind, line }, findBy: [code], reviewAt })
    return { code, given: { kind, secret: ref } }
  }
  const card = await secret('panic-card')
  const theirs = trusted && (await secret('trusted-person'))
  const word = asked.stopWord === undefined ? [] : [await wordSecret(context, line, asked)]
  const message = trusted && theirs && (await messageTo(context, trusted.contact, chosen(theirs.code)))
  const warnings = await warningsOf(context, line)
  const outcome = await execute(enrolHandset, {
    ...{ handset, line, imeis: asked.imeis, banks: asked.banks, maker: asked.maker, mayLocate: asked.mayLocate },
    ...{ mail: asked.mail, exchanges: asked.exchanges, identities: asked.identities },
    knownAs: await knownAs(vault, asked.line),
    owner: await put('identity', { name, contact: asked.line }, [contactKey(asked.line), contactKey(email)]),
    contacts: [await put('contact', { name, email, ...(language && { language }) }, [contactKey(email)])],
    trusted: trusted ? [await put('contact', contactOf(trusted), [contactKey(trusted.contact)])] : [],
    secrets: [card.given, ...(theirs ? [theirs.given] : []), ...word],
    messages: [...(message ? [message] : []), ...warnings],
  })
  if (!outcome.ok) {
    if (outcome.refused === 'registered-elsewhere')
      await noteClaimedAgain(context, { imeis: asked.imeis as Imei[], claimant: line, proved: false })
    return { refused: outcome.refused }
  }
  if (asked.model !== undefined) {
    const keys = keysOf(asked.imeis as Imei[])
    await sayModel(context.db, { keys, line, model: asked.model, at: now().toISOString() })
  }
  // The same where their number is stolen: whoever names somebody must not learn that.
  const trustedTold = trusted !== undefined && (await gatewayFor(context.db, kindTo(trusted.contact))).length > 0
  return { card: showCaseCode(card.code), trustedTold, word: word.length > 0, handset, line }
}

/** The word is in no record: number and word together find the one that says what it is for. */
async function wordSecret({ vault, now }: Context, line: VaultRef, { line: number, stopWord }: KeptAsked) {
  const word = stopWord as StopWord
  const findBy = [wordKey(number, word), pressedKey(number, keysOfWord(word))]
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { ref } = await vault.put({ class: 'document', value: { kind: 'stop-word', line }, findBy, reviewAt })
  return { kind: 'stop-word' as const, secret: ref }
}

const contactOf = ({ name, contact }: { name: string; contact: string }) =>
  contact.includes('@') ? { name, email: contact } : { name, number: contact }

const Contact = z.object({ email: z.string().optional(), number: z.string().optional() })
const mostWarnings = 3

/** To those who were named before. */
async function warningsOf(context: Context, line: VaultRef) {
  const { db, vault } = context
  const before = await enrolmentOf(db, line)
  const refs = [...(before?.contacts ?? []), ...(before?.trusted ?? [])] as VaultRef[]
  if (refs.length === 0) return []
  const kept = await vault.reveal('change', refs)
  const addresses = refs.flatMap((ref) => {
    const one = kept.get(ref)
    const known = one && 'value' in one ? Contact.safeParse(one.value).data : undefined
    return known?.email ?? known?.number ?? []
  })
  const whom = [...new Set(addresses)].slice(0, mostWarnings)
  return Promise.all(whom.map((to) => messageTo(context, to, replaced)))
}

const kindTo = (to: string) => (to.includes('@') ? ('send-email' as const) : ('send-text' as const))

/** A stolen number gets no code of a friend’s and no warning: whoever has that phone would read it. It is owed to nobody then. */
async function messageTo(context: Context, to: string, { subject, text }: Words) {
  const { db, now, vault } = context
  const kind = kindTo(to)
  const value = kind === 'send-text' ? { to, text } : { to, text, subject }
  const reviewAt = reviewOn(kept.sentMessage, now())
  const { ref } = await vault.put({ class: 'document', value, reviewAt })
  const withheld = kind === 'send-text' && (await isStolenNumber(context, to))
  return { kind, message: ref, gateways: withheld ? [] : await gatewayFor(db, kind) }
}
