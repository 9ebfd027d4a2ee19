import type { EventDefinition, StoredEvent } from '#ledger'
import { hasLapsed } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { networkSearch, theftCase } from '#modules/reports/public'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionCancelled } from '#partners/events/action-cancelled'
import { ActionDead } from '#partners/events/action-dead'
import { ActionGivenUp } from '#partners/events/action-given-up'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionNotSent } from '#partners/events/action-not-sent'
import { ActionRefused } from '#partners/events/action-refused'
import { caseSentences, type Telling } from './case-sentences.ts'
import { groupOfKind, isMessage, isNotTheirs, isOfOtherNetwork } from './lanes.ts'
import { type Names, sentence, whoOf } from './partner-names.ts'
import { type Key, say } from './say.ts'
import { en } from './sentences.ts'

/** One thing that happened, as its victim reads it. `tookMs`: from asking to the answer, the slowest of those named. */
export type Entry = { readonly at: string; readonly says: string; readonly tookMs?: number }

type What = 'done' | 'sent' | 'refused' | 'unanswered' | 'lapsed' | 'cancelled' | 'not-sent'
type Answer = {
  readonly at: string
  readonly what: What
  readonly kind: string
  readonly partner: string
  readonly code: string
  readonly tookMs: number | undefined
}
type About = { readonly partner: string; readonly kind: string }

/** Answers of one sort that come within this time are one sentence. */
const togetherMs = 60_000

/**
 * What happened in a case, newest first, in plain sentences: pure, from the events of its stream and of its actions in any
 * order. Only sentences of the catalogue, names of partners and countries come out of it.
 */
export function timeline(events: readonly StoredEvent[], names: Names, guarded = false): Entry[] {
  const told = events.flatMap((event) => {
    const stops = event.type === CaseClosed.type ? stopsAt(event, events) : 'stays'
    return caseSentences(event, { guarded, stops }).map((says) => ({ at: event.at, says }))
  })
  const { found } = networkSearch.run(events.toSorted((a, b) => a.at.localeCompare(b.at) || a.version - b.version))
  const answers = events.flatMap(answerOf).filter((one) => !isSaidElse(one, found))
  return [...once(told), ...together(answers).map((group) => asEntry(group, names))].sort((a, b) =>
    b.at.localeCompare(a.at),
  )
}

/** What becomes of the stops of a case that ended there and lifted nothing. */
function stopsAt({ stream, version, at }: StoredEvent, events: readonly StoredEvent[]): Telling['stops'] {
  const before = events.filter((one) => one.stream === stream && one.version < version)
  const { standing } = theftCase.run(before.toSorted((a, b) => a.version - b.version))
  if (standing?.until === undefined) return 'stays'
  return hasLapsed(standing, at) ? 'lapsed' : 'lapses'
}

/** Facts of one transaction have times some milliseconds apart. */
const sameUpdateMs = 2_000

/** One update by three channels is three facts and one sentence. */
function once(entries: readonly Entry[]): Entry[] {
  const last = new Map<string, number>()
  return entries
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .filter(({ at, says }) => {
      const before = last.get(says)
      last.set(says, Date.parse(at))
      return before === undefined || Date.parse(at) - before > sameUpdateMs
    })
}

type Reader = (event: StoredEvent) => Answer
const reader = <Data extends About>(
  definition: EventDefinition<Data>,
  what: What | ((data: Data) => What),
  more: (data: Data) => { sent?: string | undefined; code?: string } = () => ({}),
): [string, Reader] => [
  definition.type,
  (event) => {
    const data = definition.decode(event)
    const { sent, code = '' } = more(data)
    const took = sent === undefined ? undefined : Math.max(0, Date.parse(event.at) - Date.parse(sent))
    return {
      ...{ at: event.at, kind: data.kind, partner: data.partner, code, tookMs: took },
      what: typeof what === 'function' ? what(data) : what,
    }
  },
]

const readers = new Map<string, Reader>([
  // Without a signed receipt nothing was confirmed, whatever the answer said.
  reader(
    ActionAcknowledged,
    ({ kid, kind }) => (kid === undefined && !isMessage(kind) ? 'sent' : 'done'),
    ({ sent }) => ({ sent }),
  ),
  reader(ActionRefused, 'refused', ({ sent, code }) => ({ sent, code })),
  reader(ActionDead, 'unanswered'),
  reader(ActionGivenUp, 'unanswered'),
  reader(ActionLapsed, 'lapsed'),
  reader(ActionCancelled, 'cancelled'),
  reader(ActionNotSent, 'not-sent'),
])

const answerOf = (event: StoredEvent): Answer[] => {
  const read = readers.get(event.type)
  return read ? [read(event)] : []
}

/** Of all that were asked whose number it is, one has it: the case says that it was found, or that none was. */
const isSaidElse = (answer: Answer, found: string | undefined): boolean =>
  (answer.what === 'refused' && isNotTheirs(answer)) || isOfOtherNetwork(answer, found)

/** Answers of one sort, as long as each came soon after the first. */
function together(answers: readonly Answer[]): Answer[][] {
  const open = new Map<string, Answer[]>()
  const done: Answer[][] = []
  for (const answer of answers.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const key = [answer.what, answer.kind, answer.code].join(' ')
    const group = open.get(key)
    if (group?.[0] && Date.parse(answer.at) - Date.parse(group[0].at) <= togetherMs) group.push(answer)
    else {
      const fresh = [answer]
      open.set(key, fresh)
      done.push(fresh)
    }
  }
  return done
}

function asEntry(group: readonly Answer[], names: Names): Entry {
  const [first] = group
  if (!first) throw new Error('A group of answers is never empty.')
  const took = group.flatMap(({ tookMs }) => tookMs ?? [])
  return {
    at: group.at(-1)?.at ?? first.at,
    says: sentence(says(first, [...new Set(group.map(({ partner }) => partner))], names)),
    ...(took.length > 0 && { tookMs: Math.max(...took) }),
  }
}

function says({ what, kind, code }: Answer, partners: readonly string[], names: Names): string {
  if (isMessage(kind) && (what === 'refused' || what === 'unanswered')) return say('refused.message')
  if (isMessage(kind) && (what === 'lapsed' || what === 'cancelled' || what === 'not-sent'))
    return say('lapsed.message')
  const cannot = kind === 'block-handset' && what === 'done'
  const values = {
    names: () => whoOf(partners, groupOfKind(kind), names, cannot),
    reason: () => reasonOf(code),
  }
  if (what !== 'done') return say(what, values)
  const done = `done.${kind}`
  return say(isKey(done) ? done : 'done.other', values)
}

export function reasonOf(code: string): string {
  const reason = `reason.${code}`
  return say(isKey(reason) ? reason : 'reason.other')
}

export const isKey = (key: string): key is Key => Object.hasOwn(en, key)
