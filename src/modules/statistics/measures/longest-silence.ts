import { sql } from 'kysely'
import { type Counted, defineMeasure } from '../define-measure.ts'
import { monthsOf } from '../figures.ts'
import { beginOf } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

/** A word that says nothing of the next one holds for a day (B42). */
const dayAtLeast = sql`interval '24 hours'`

export default defineMeasure<Measured>({
  slug: 'longest-silence',
  title: 'Longest silence',
  plain:
    'How long people with an open case waited for a word from us. And whether it came by the time that we had said.',
  columns: [
    { key: 'cases', says: 'Open cases', unit: 'thefts' },
    { key: 'kept', says: 'Promise kept', unit: 'thefts', within: 'cases' },
    { key: 'keptPercent', says: 'Promise kept, of open cases', unit: 'percent', part: 'kept', whole: 'cases' },
    { key: 'longest', says: 'Longest silence', unit: 'seconds', over: 'cases' },
  ],
  chart: 'longest',
  hideBelow: 5,
  caveats: [
    'A silence is the time from one message to the next. The first begins with the report. The last ends with the case.',
    'A silence counts in each month that it touches. There it is as long as it was by the end of that month.',
    'What we promise: within 24 hours at first, then within 5 working days, then every 28 days, also when nothing has happened.',
    'A case keeps the promise when no silence in the month went on past the time that we had said.',
    'Where a message says no time, the time said before counts, and 24 hours at least.',
    'A message counts when we owe it: whether it arrived is the gateway’s to say.',
    'The line for all months counts each case once for each month in which it was open.',
  ],

  compute: async (db, period) => {
    const months = monthsOf(period)
    const found = await sql<Counted>`
      with months as (
        select month, (month || '-01')::timestamp at time zone 'utc' as starts,
          least(((month || '-01')::timestamp + interval '1 month') at time zone 'utc', date_trunc('milliseconds', now())) as ends
        from unnest(${months}::text[]) as month
      ), word as (
        select case_id, reported_at as at, null::timestamptz as next, ended_at from measured_case
        where reported_at < ${beginOf(period.to)} and (ended_at is null or ended_at > ${beginOf(period.from)})
        union
        select case_id, message.at, next, ended_at from measured_message message join measured_case using (case_id)
        where message.at > reported_at and message.at < coalesce(ended_at, 'infinity') and message.at < ${beginOf(period.to)}
          and (ended_at is null or ended_at > ${beginOf(period.from)})
      ), silence as (
        select case_id, at as since,
          greatest(max(next) over (partition by case_id order by at), at + ${dayAtLeast}) as due,
          coalesce(lead(at) over (partition by case_id order by at), ended_at, 'infinity') as until
        from word
      ), lasted as (
        select month, case_id,
          max(round(extract(epoch from least(until, ends) - since) * 1000))::bigint as ms,
          bool_and(least(until, ends) <= due) as kept
        from months join silence on since < ends and until > starts
        group by month, case_id
      )
      select month, count(*)::int as cases, count(*) filter (where kept)::int as kept,
        max(ms)::float8 as longest
      from lasted group by grouping sets ((month), ())`.execute(db)
    return found.rows
  },
})
