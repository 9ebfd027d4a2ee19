import { emailOf, keysOf, those } from '../facts.ts'
import { banksOf } from '../schedule.ts'
import {
  doneAt,
  type Evidence,
  firstOf,
  handsetKnown,
  isAbout,
  liveOf,
  longest,
  proved,
  type Row,
  spread,
} from './evidence.ts'

const within5s = { bar: 'p99 < 5 s', figure: 'p99', mostMs: 5000 } as const
const message10s = { bar: 'p95 < 10 s', figure: 'p95', mostMs: 10_000 } as const

const defined = <One>(list: readonly (One | undefined)[]): One[] => list.filter((one) => one !== undefined)

function spreadOf(measure: string, waits: readonly (number | undefined)[], bar: Parameters<typeof spread>[2]): Row {
  const ended = defined(waits)
  return spread(measure, ended, bar, waits.length - ended.length)
}

/** From the report (with who reports) to the last live operator's own time of the block. */
export function stoppedEverywhere(evidence: Evidence): Row {
  const operators = liveOf(evidence, 'operator')
  const waits = firstOf(handsetKnown(evidence)).map(({ theft: id, at }) => {
    const theft = evidence.thefts.get(id)
    return (
      theft &&
      longest(
        operators.map((one) => doneAt(evidence, one, theft, 'block-handset')),
        at,
      )
    )
  })
  return spreadOf(`report -> blocked at all ${operators.length} live operators`, waits, within5s)
}

/** The banks that a victim named, before the theft or on the borrowed phone after the report. */
export function banksAsked(evidence: Evidence): Row {
  const slugs = [...evidence.sorts].filter(([, sort]) => sort === 'bank').map(([slug]) => slug)
  const named = new Map(those(evidence.facts, 'banks-named').map(({ theft, at }) => [theft, at]))
  const waits = firstOf(proved(evidence)).flatMap(({ theft: id, at, by }) => {
    const theft = evidence.thefts.get(id)
    const since = by === 'panic-card' || by === 'trusted-person' ? at : named.get(id)
    if (!theft || since === undefined) return []
    const own = banksOf(theft, slugs.sort()).filter((one) => !evidence.down.includes(one))
    return own.length === 0
      ? []
      : [
          longest(
            own.map((one) => doneAt(evidence, one, theft, 'step-up-account')),
            since,
          ),
        ]
  })
  return spreadOf('banks named and reported -> held by the victim’s own live banks', waits, within5s)
}

/** A phone in a thief's foil bag hears of its lock when it is next switched on. */
export function lockedByMaker(evidence: Evidence): Row[] {
  const { facts, thefts, down } = evidence
  const bagged = new Map(those(facts, 'bag').map(({ theft, at }) => [theft, at]))
  const back = new Map(those(facts, 'reconnect').map(({ theft, at }) => [theft, at]))
  const claims = those(facts, 'claim').filter(({ again, joined }) => !again && !joined)
  const cases = claims.flatMap(({ theft: id, at }) => {
    const theft = thefts.get(id)
    return theft && !down.includes(theft.maker)
      ? [{ theft, at, lock: doneAt(evidence, theft.maker, theft, 'lock-screen') }]
      : []
  })
  // Into the bag while the order was on its way is in the bag too.
  const offline = ({ theft, at, lock }: (typeof cases)[number]) => {
    const since = bagged.get(theft.id) ?? Number.POSITIVE_INFINITY
    return since <= at + within5s.mostMs && !(lock !== undefined && lock < since)
  }
  const online = cases.filter((one) => !offline(one)).map(({ at, lock }) => longest([lock], at))
  const contact = cases.filter(offline).flatMap(({ theft, at, lock }) => {
    const seen = back.get(theft.id)
    return seen === undefined || seen < at ? [] : [longest([lock], seen)]
  })
  return [
    spreadOf('report -> locked by the maker, phone on', online, within5s),
    spreadOf('phone on again -> locked by the maker', contact, { bar: 'p99 < 2 s', figure: 'p99', mostMs: 2000 }),
  ]
}

/** Whom we may write to: who gave a contact in the case. What was prepared on the day of the theft is not safe enough. */
export function victimsTold(evidence: Evidence): Row[] {
  const { messages, facts, thefts } = evidence
  const [first, seen] = ['contact given -> first message to the victim', 'phone seen -> victim told'] as const
  if (!messages)
    return [first, seen].map((measure) => ({ measure, bar: message10s.bar, says: 'cannot be computed: no gateway' }))
  const mails = Map.groupBy(messages, ({ to }) => to)
  const mailed = (id: string, after: number, words: RegExp) => {
    const theft = thefts.get(id)
    const own = (theft && mails.get(emailOf(theft))) ?? []
    const times = own.filter(({ text }) => words.test(text)).map(({ at }) => Date.parse(at))
    return times.sort((a, b) => a - b).find((at) => at >= after - 1000)
  }
  const reachable = new Map(those(facts, 'contact').map(({ theft, at }) => [theft, at]))
  const sightings = those(facts, 'attach').filter(({ theft, told, at }) => told && (reachable.get(theft) ?? at) < at)
  const firstWaits = [...reachable].map(([theft, at]) => longest([mailed(theft, at, /./)], at))
  const seenWaits = sightings.map(({ theft, at }) => longest([mailed(theft, at, /phone was seen/)], at))
  return [spreadOf(first, firstWaits, message10s), spreadOf(seen, seenWaits, message10s)]
}

const undoOf: Readonly<Record<string, string>> = {
  'block-handset': 'unblock-handset',
  'suspend-line': 'restore-line',
  'hold-line-changes': 'release-line-changes',
  'lock-screen': 'unlock-screen',
  'list-stolen': 'unlist-stolen',
  'step-up-account': 'end-step-up',
  'freeze-account': 'unfreeze-account',
}

/** From the withdrawal or return to the last live partner's own time of its undo. */
export function undone(evidence: Evidence): Row {
  const ended = those(evidence.facts, 'withdrawn', 'returned').filter(({ taken }) => taken)
  const waits = ended.flatMap(({ theft: id, at }) => {
    const theft = evidence.thefts.get(id)
    if (!theft) return []
    const about = isAbout(theft, keysOf(theft))
    const stops = [...evidence.journals]
      .filter(([slug]) => !evidence.down.includes(slug))
      .flatMap(([slug, effects]) => {
        const made = effects.filter((one) => one.outcome === 'acknowledged' && about(one) && Date.parse(one.at) < at)
        return [...new Set(made.map(({ kind }) => kind))].flatMap((kind) =>
          undoOf[kind] ? [[slug, undoOf[kind]] as const] : [],
        )
      })
    return stops.length === 0
      ? []
      : [
          longest(
            stops.map(([slug, kind]) => doneAt(evidence, slug, theft, kind, at - 1000)),
            at,
          ),
        ]
  })
  return spreadOf('report taken back -> undone everywhere', waits, { bar: 'p99 < 60 s', figure: 'p99', mostMs: 60_000 })
}
