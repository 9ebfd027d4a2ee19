import { type Kysely, sql } from 'kysely'
import type { ActionTables } from '#partners'
import type { Measured } from './views/measured.ts'

/** An answer that comes later is late: by then the phone may be open. No partner has promised a time; this is what we hold them to. */
export const lateSeconds = 60
/** Who has answered nothing for so long is silent. */
export const silentMinutes = 10

/** Orders to one partner in one day before now, and how they went. */
export type OrdersOfDay = {
  readonly partner: string
  readonly name: string
  readonly sort: string
  /** 0: the last 24 hours. */
  readonly daysAgo: number
  readonly orders: number
  readonly late: number
  readonly silent: number
  readonly firstMissed: Date | null
}

/** How a partner kept up in a week. */
export type PartnerWeek = { readonly orders: number; readonly late: number; readonly silent: number }

/** A partner that is late or silent, as a gap that gangs can use. */
export type PartnerGap = PartnerWeek & {
  readonly partner: string
  readonly name: string
  readonly sort: string
  /** The first order that it missed in the days without a good one between; undefined: for as long as we look back. */
  readonly since: Date | undefined
  readonly before: PartnerWeek
  readonly trend: 'new' | 'worse' | 'same' | 'better'
}

export type PartnerGaps = {
  readonly gaps: readonly PartnerGap[]
  /** Gaps of the week before that are none now. */
  readonly closed: number
  /** Partners that were asked for anything this week. */
  readonly asked: number
}

const week = 7
const days = 2 * week
/** A few late answers are no gap, and of few orders nothing can be said. */
const fewest = 5
const tenth = 0.1

const missedOf = ({ late, silent }: PartnerWeek) => late + silent
const shareOf = (one: PartnerWeek) => (one.orders > 0 ? missedOf(one) / one.orders : 0)
const isGap = (one: PartnerWeek) => missedOf(one) >= fewest && shareOf(one) >= tenth
const nothing: PartnerWeek = { orders: 0, late: 0, silent: 0 }

/** The partners that miss a tenth of their orders and five or more, this week beside the last one: who misses most first. Pure. */
export function partnerGapsOf(rows: readonly OrdersOfDay[]): PartnerGaps {
  const seen = [...Map.groupBy(rows, ({ partner }) => partner).values()].map((own) => ({
    own,
    now: sumOf(own.filter(({ daysAgo }) => daysAgo < week)),
    before: sumOf(own.filter(({ daysAgo }) => daysAgo >= week)),
  }))
  const gaps = seen
    .filter(({ now }) => isGap(now))
    .map(({ own, now, before }): PartnerGap => {
      const [{ partner, name, sort }] = own as [OrdersOfDay]
      return { ...{ partner, name, sort, ...now, before }, since: sinceWhen(own), trend: trendOf(now, before) }
    })
  return {
    gaps: gaps.toSorted((a, b) => missedOf(b) - missedOf(a) || (a.partner < b.partner ? -1 : 1)),
    closed: seen.filter(({ now, before }) => isGap(before) && !isGap(now)).length,
    asked: seen.filter(({ now }) => now.orders > 0).length,
  }
}

const sumOf = (rows: readonly OrdersOfDay[]) =>
  rows.reduce(
    (sum, { orders, late, silent }) => ({
      ...{ orders: sum.orders + orders, late: sum.late + late, silent: sum.silent + silent },
    }),
    nothing,
  )

/** By the share that was missed; what differs by less than a twentieth is the same. */
function trendOf(now: PartnerWeek, before: PartnerWeek): PartnerGap['trend'] {
  if (!isGap(before)) return 'new'
  const change = shareOf(now) - shareOf(before)
  return Math.abs(change) < 0.05 ? 'same' : change > 0 ? 'worse' : 'better'
}

/** Back from today while each day with orders missed a tenth; a day without orders says nothing. */
function sinceWhen(own: readonly OrdersOfDay[]): Date | undefined {
  let since: Date | undefined
  for (const day of own.toSorted((a, b) => a.daysAgo - b.daysAgo)) {
    if (day.orders === 0) continue
    if (shareOf(day) < tenth) return since
    since = day.firstMissed ?? since
  }
  const oldest = Math.max(...own.map(({ daysAgo }) => daysAgo))
  return oldest === days - 1 ? undefined : since
}

/** Partners whom the ladder orders something; a gateway of texts or mail is none of them. */
const sorts = ['operator', 'bank', 'maker', 'mail-provider', 'exchange', 'identity-issuer'] as const

/** Of cases beyond these the newest of the two weeks are looked at: a rush must not make a page of this. */
const mostCases = 10_000

export type LatePartnerTables = Measured &
  ActionTables & {
    action: { standing: boolean; taken: boolean; held: boolean; cancels: string | null }
    organisation: { slug: string; name: string; sort: string }
  }

/** The partners that are late or silent in the cases that a force handles. */
export async function latePartners(
  db: Kysely<LatePartnerTables>,
  { tenant, now }: { readonly tenant: string; readonly now: Date },
): Promise<PartnerGaps> {
  const { rows } = await sql<Omit<OrdersOfDay, 'firstMissed'> & { firstMissed: string | null }>`
    with own as (
      select case_id, reported_at from measured_case
      where reported_at >= ${now}::timestamptz - ${days} * interval '1 day' and coalesce(force, tenant) = ${tenant}
      order by reported_at desc limit ${mostCases}
    ), asked as (
      select partner, state, answered_at, coalesce(trying_since, reported_at) as at, taken
      from own join action on action.stream = 'case/' || own.case_id
      where not standing and not held and cancels is null and state not in ('cancelled', 'not-sent')
    ), judged as (
      select *, not taken and state in ('acknowledged', 'refused')
          and answered_at - at > ${lateSeconds} * interval '1 second' as late,
        not taken and state in ('owed', 'lapsed', 'dead', 'given-up') as silent
      from asked where state <> 'owed' or at < ${now}::timestamptz - ${silentMinutes} * interval '1 minute'
    )
    select partner, name, sort, floor(extract(epoch from ${now}::timestamptz - judged.at) / 86400)::int as "daysAgo",
      count(*)::int as orders, count(*) filter (where late)::int as late, count(*) filter (where silent)::int as silent,
      min(judged.at) filter (where late or silent) as "firstMissed"
    from judged join organisation on organisation.slug = judged.partner
    where sort in (${sql.join(sorts)})
    group by 1, 2, 3, 4`.execute(db)
  return partnerGapsOf(
    rows
      .filter(({ daysAgo }) => daysAgo >= 0 && daysAgo < days)
      .map((row) => ({ ...row, firstMissed: row.firstMissed === null ? null : new Date(row.firstMissed) })),
  )
}
