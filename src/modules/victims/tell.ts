import type { Kysely } from 'kysely'
import { readStream, type StoredEvent, type Tools } from '#ledger'
import { kept } from '#lib/kept'
import { levelOf, releaseLevel, type Standing } from '#lib/proof'
import type { EnrolmentTable } from '#modules/register/public'
import { enrolmentOf, isStolenNumber, type PasskeyTables, pushesOf } from '#modules/register/public'
import type { EventTables, OpenCase, TheftCase } from '#modules/reports/public'
import { ownerOfCase, theftCase } from '#modules/reports/public'
import { type ActionTables, type Lane, lanesOf } from '#partners'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, codeFor } from './accesses.ts'
import { endsWith, tellVictim } from './commands/tell-victim.ts'
import { type GatewayTables, gatewaysOf } from './gateways.ts'
import { contactsOf, devicesOf, numberAt, valueAt } from './known-contacts.ts'
import { type Facts, mailOf, noticeOf, textOf } from './message.ts'
import { challengeUntil, promiseOf } from './promise.ts'
import { type Contact, mayHaveWord, postLast, type SafeContact, safeContacts } from './safe-contacts.ts'
import { handsetSought, haveEnded, networksOf } from './standing.ts'
import { isOver, type Told, tellsAfterEnd, told, updateKey } from './told.ts'
import { type UnitTables, unitOf } from './unit.ts'
import {
  type Decision,
  lastWords,
  postedWords,
  stopsEnd,
  type Template,
  trustedWords,
  unprovedWords,
} from './vocabulary.ts'
import type { Locale } from './welsh.ts'

export type TellTables = ActionTables & EnrolmentTable & GatewayTables & OpenCase & TheftCase & UnitTables
export type Telling = Tools<TellTables>

/** One thing to tell the victim of a case. `at`: when it happened. */
export type News = {
  readonly case: string
  readonly template: Template
  readonly at: string
  readonly about?: string
  readonly country?: string
  readonly decision?: Decision
  /** The contact that was given just now. */
  readonly contact?: VaultRef
  /** Partners that it is about; all that the case asked, when absent. */
  readonly partners?: number
  /** Tells two updates of one event apart. */
  readonly part?: string
}

const keptMs = kept.sentUpdate.ms

export const caseEvents = <Tables>(db: Kysely<Tables>, theft: string): Promise<StoredEvent[]> =>
  readStream(queryable(db), `case/${theft}`)

/** Tells the victim, by every safe contact that a gateway reaches; else the case page alone says it. */
export async function tell(tools: Telling, news: News): Promise<void> {
  const events = await caseEvents(tools.db, news.case)
  const state = told.run(events)
  const { reportedAt } = state
  const now = tools.now().toISOString()
  // What happens in a case that was joined to another is told there, to all of both; how it ends is told by that one itself.
  if (state.joinedTo) return itsEnd.includes(news.template) ? undefined : tell(tools, { ...news, case: state.joinedTo })
  if (!reportedAt || isOld(news, state, now)) return
  const next = nextOf(news.template, state, reportedAt, now)
  const [contacts, gateways, facts] = await Promise.all([
    reach(tools, events, state, news),
    gatewaysOf(tools.db),
    factsOf(tools, news, state, { next, standing: theftCase.run(events).standing }),
  ])
  const messages = []
  const reached = contacts.filter(({ address }) => gateways[address.channel] !== undefined)
  for (const { ref: contact, from, address, toLine, word, language } of postLast(
    reached,
    postedWords.includes(news.template),
  )) {
    const gateway = gateways[address.channel]
    if (!gateway) continue
    // Whoever is asked "was this you?" did not give the word; somebody else may have. Nor is it for whom the owner trusts.
    const given = !['was-this-you', ...trustedWords].includes(news.template)
    const known = given ? { word, withheld: word === undefined } : { word: undefined }
    const value = messageFor(address, news.template, { ...facts, ...known }, language)
    const { ref } = await tools.vault.put({
      class: 'document',
      value,
      reviewAt: new Date(tools.now().getTime() + keptMs),
    })
    messages.push({ channel: address.channel, message: ref, gateway, toLine, ...(from === 'case' && { contact }) })
  }
  const { case: theft, template, about } = news
  if (trustedWords.includes(template) && messages.length === 0) return // it is no news for the victim
  await tools.execute(
    tellVictim,
    {
      ...{ case: theft, template, messages },
      ...(about !== undefined && { about }),
      ...(!endsWith(template, state) && { next }),
    },
    news.part,
  )
}

const itsEnd: readonly Template[] = [...lastWords, ...stopsEnd, 'reopened', 'heartbeat']

/** By when something is said again. While nothing is proved that is the end of the claim: until then, and no longer, it stands. */
function nextOf(template: Template, { proved, lapses }: Told, reportedAt: string, now: string): string {
  if (lastWords.includes(template)) return challengeUntil(now)
  return proved || lapses === undefined ? promiseOf(reportedAt, now) : lapses
}

/** Whether this is news no more: it was told, the case or its claim has ended, or more was shown before what it says is over. */
function isOld({ template, about, at }: News, state: Told, now: string): boolean {
  if (state.ended && !tellsAfterEnd(template, state)) return true
  if (isOver(state, now) && !endsWith(template, state)) return true
  if (stopsEnd.includes(template) && Date.parse(at) !== Date.parse(state.lapses ?? '')) return true
  return once(template) && state.at.has(updateKey(template, about))
}

const once = (template: Template) => !['contact-added', 'heartbeat', 'seen'].includes(template)

export function messageFor(
  { channel, to }: SafeContact['address'],
  template: Template,
  facts: Facts,
  language: Locale = 'en',
): unknown {
  if (channel === 'text') return { to, text: textOf(template, facts, language) }
  if (channel === 'email') return { to, ...mailOf(template, facts, language) }
  if (channel === 'letter') return { to, text: mailOf(template, facts, language).text }
  // Whom the owner trusts hears whose phone it is about; what the victim's own browser shows, anybody may see lying there.
  const text = trustedWords.includes(template) ? textOf(template, facts, language) : noticeOf(language)
  return { subscription: to, title: 'Ringback', text }
}

export async function factsOf(
  tools: Telling,
  news: News,
  { proved, guarded, ended }: Told,
  { next, standing }: { next: string; standing: Standing | undefined },
): Promise<Omit<Facts, 'word'>> {
  const [lanes, owner] = await Promise.all([
    lanesOf(tools.db, `case/${news.case}`, tools.now()),
    ownerOfCase(tools.db as unknown as Kysely<EventTables & TheftCase>, news.case),
  ])
  const unit = await unitOf(tools.db as unknown as Kysely<UnitTables>, owner)
  const { all, stopped } = networksOf(lanes)
  return {
    ...{ at: news.at, next, decision: news.decision, unit: unit.name, contact: unit.contact },
    country: guarded ? undefined : news.country, // a country is a place too
    ...{ stopped: stopped.length, networks: all.length, lapsed: haveEnded(lanes), unproved: !proved, ended },
    noHandset: handsetSought(lanes) === 'unknown',
    byCode: standing !== undefined && releaseLevel(standing) <= levelOf('trusted-person'),
    partners: news.partners ?? asked(lanes),
  }
}

const asked = (lanes: readonly Lane[]) =>
  new Set(lanes.filter(({ kind }) => !kind.startsWith('send-')).map(({ partner }) => partner)).size

/** Whom we may write to about this case, each with the word that they know us by, where it may be read. */
export async function reach(tools: Telling, events: readonly StoredEvent[], state: Told, news: News) {
  const { line, restored, reportedAt = '', guarded } = state
  const enrolled = line && (await enrolmentOf(tools.db as unknown as Kysely<EnrolmentTable>, line))
  const given = accesses.run(events)
  const toTrusted = trustedWords.includes(news.template)
  const codes = new Map((toTrusted ? [] : state.contacts).map(({ ref, access }) => [ref, codeFor(given, access)]))
  const prepared = ((toTrusted ? enrolled?.trusted : enrolled?.contacts) ?? []) as VaultRef[]
  const pushes =
    toTrusted && line ? await pushesOf(tools.db as unknown as Kysely<PasskeyTables>, line, tools.now()) : []
  const devices = pushes.map(({ ref }) => ref)
  const refs = new Set(
    [line, ...codes.keys(), ...codes.values(), ...prepared, ...devices, codeFor(given)].filter(isRef),
  )
  const known = await tools.vault.reveal('tell-victim', 'inform-victim', [...refs])
  const mine = toTrusted ? [] : state.contacts
  const reachable = [...contactsOf(mine, { refs: prepared, at: enrolled?.at }, known), ...devicesOf(pushes, known)]
  const contacts = reachable.filter((one, n, all) => mayHear(one, all.slice(0, n), news, state))
  const number = numberAt(known, line)
  const [stolen, takenAgain] = await Promise.all([
    stolenOf(tools, contacts, news.case),
    number !== undefined && state.contacts.some(({ push }) => push) && isStolenNumber(tools, number, news.case),
  ])
  const victim = { reportedAt, line: number, restored, guarded, stolen, takenAgain }
  return safeContacts(contacts, victim).map((contact) => {
    const opened = valueAt(known, codes.has(contact.ref) ? codes.get(contact.ref) : codeFor(given)) as
      | { word?: string }
      | undefined
    return { ...contact, word: mayHaveWord(contact) ? opened?.word : undefined }
  })
}

/**
 * While only a number was said, whoever is named hears once that they were, and nothing else: anybody may name anybody. Whom the
 * owner named before the theft is asked whether it was them.
 */
function mayHear({ ref, from, address }: Contact, before: readonly Contact[], news: News, { proved }: Told): boolean {
  if (proved) return true
  if (from !== 'case') return unprovedWords.includes(news.template) && news.template !== 'contact-added'
  const again = before.some((one) => JSON.stringify(one.address) === JSON.stringify(address))
  return news.template === 'contact-added' && ref === news.contact && !again
}

const isRef = (ref: VaultRef | undefined): ref is VaultRef => ref !== undefined

/** Of these contacts, the numbers that are themselves stolen just now: two friends robbed together name each other. */
async function stolenOf(tools: Telling, contacts: readonly Contact[], theft: string): Promise<Set<string>> {
  const stolen = new Set<string>()
  for (const { address } of contacts)
    if (address.channel === 'text' && (await isStolenNumber(tools, address.to, theft))) stolen.add(address.to)
  return stolen
}
