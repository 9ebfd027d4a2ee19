import type { Day, Theft } from '../day.ts'
import { type Fact, type FactOf, keysOf, those } from '../facts.ts'
import { homeOf, rangeOf } from '../home.ts'
import type { Effect, Message } from '../partners.ts'

/** One figure of the scorecard. `met` is absent where there is no bar, or nothing to hold against it. */
export type Row = {
  readonly measure: string
  readonly n?: number
  readonly says: string
  readonly bar?: string
  readonly met?: boolean
  /** Milliseconds. */
  readonly figures?: { readonly p50: number; readonly p95: number; readonly p99: number }
}

/** Everything that the scorecard is made of: nothing of it comes from inside the server. */
export type Observed = {
  readonly day: Day
  readonly facts: readonly Fact[]
  /** By partner; only what came about in this run. */
  readonly journals: ReadonlyMap<string, readonly Effect[]>
  readonly sorts: ReadonlyMap<string, string>
  /** Partners that were deaf on request. */
  readonly down: readonly string[]
  /** Mails and texts; undefined where no gateway is there. */
  readonly messages: readonly Message[] | undefined
  readonly pushes: readonly Message[] | undefined
}

export type Evidence = Observed & { readonly thefts: ReadonlyMap<string, Theft> }

/** The value below or at which so many of a hundred lie (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

type Bar = { readonly bar: string; readonly figure: 'p50' | 'p95' | 'p99'; readonly mostMs: number }

/** A row about times. `missing`: those that should have one and have none, which no percentile shows. */
export function spread(measure: string, values: readonly number[], bar: Bar, missing = 0): Row {
  const named = { measure, bar: bar.bar, n: values.length }
  const without = missing > 0 ? `; ${missing} without an end` : ''
  if (values.length === 0)
    return { ...named, says: `cannot be computed: none happened${without}`, ...(missing > 0 && { met: false }) }
  const figures = { p50: percentile(values, 50), p95: percentile(values, 95), p99: percentile(values, 99) }
  const says = `p50 ${seconds(figures.p50)}, p95 ${seconds(figures.p95)}, p99 ${seconds(figures.p99)}${without}`
  return { ...named, figures, says, met: figures[bar.figure] <= bar.mostMs && missing === 0 }
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`

/** A row that counts what must be so many. */
export const counted = (measure: string, bad: number, of: number, what: string): Row => ({
  ...{ measure, n: of, bar: '0', says: of === 0 ? `cannot be computed: no ${what}` : `${bad} of ${of} ${what}` },
  ...(of > 0 && { met: bad === 0 }),
})

const homeIsUp = ({ thefts, down }: Evidence, theft: string) => {
  const line = thefts.get(theft)?.line
  // Whoever the number begins with is asked first: of one that was taken elsewhere its own network is asked after that answer.
  return line !== undefined && !down.includes(homeOf(line)) && !down.includes(rangeOf(line))
}

/** Who said who they are, and somebody could vouch: of a borrowed phone only the own operator can, and it must be there. */
export const proved = (evidence: Evidence): FactOf<'proved'>[] =>
  those(evidence.facts, 'proved').filter(({ theft, by }) => by !== 'borrowed-phone' || homeIsUp(evidence, theft))

/** And which handset it is was known: from whoever told the police its number, or from the operator in whose network it was. */
export const handsetKnown = (evidence: Evidence): FactOf<'proved'>[] =>
  proved(evidence).filter(
    ({ theft, by }) => (by === 'call-handler' && evidence.thefts.get(theft)?.knowsImei) || homeIsUp(evidence, theft),
  )

/** The first of those of each theft that began a case of this run. A second run finds its cases there already. */
export function firstOf(facts: readonly FactOf<'proved'>[]): FactOf<'proved'>[] {
  const own = facts.filter(({ again, joined }) => !again && !joined)
  return [...Map.groupBy(own, ({ theft }) => theft).values()].flatMap(([first]) => first ?? [])
}

/** Whether an effect is about this theft: its number, or one of its handsets. */
export function isAbout({ line }: Theft, keys: readonly string[]) {
  return ({ detail }: Effect): boolean => {
    const { msisdn, equipment } = (detail ?? {}) as { msisdn?: string; equipment?: readonly string[] }
    return msisdn === line || (equipment ?? []).some((key) => keys.includes(key))
  }
}

/** When a partner first did one kind of thing about a theft, at or after a time. */
export function doneAt({ journals }: Evidence, partner: string, theft: Theft, kind: string, after = 0) {
  const about = isAbout(theft, keysOf(theft))
  const times = (journals.get(partner) ?? [])
    .filter((effect) => effect.kind === kind && effect.outcome === 'acknowledged' && about(effect))
    .map(({ at }) => Date.parse(at))
    .filter((at) => at >= after)
  return times.length > 0 ? Math.min(...times) : undefined
}

export const liveOf = ({ sorts, down }: Evidence, sort: string): string[] =>
  [...sorts].filter(([slug, theirs]) => theirs === sort && !down.includes(slug)).map(([slug]) => slug)

/** The longest of some waits after a time; undefined when one never ended. */
export function longest(times: readonly (number | undefined)[], after: number): number | undefined {
  const waits = times.flatMap((at) => (at === undefined ? [] : [Math.max(0, at - after)]))
  return waits.length === times.length && waits.length > 0 ? Math.max(...waits) : undefined
}
