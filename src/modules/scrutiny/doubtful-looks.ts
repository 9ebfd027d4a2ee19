import { type Kysely, sql } from 'kysely'
import { type Doubt, oftenFrom, oftenWithinMs } from './vocabulary.ts'

export type AuditRows = { audit: { id: string } }
export type DoubtfulLook = {
  readonly staff: string
  readonly case: string
  readonly employer: string
  readonly looks: number
  readonly why: Doubt
}

/**
 * Of the cases that staff have looked at since this entry of the audit: those of a number of their own, and those that they opened
 * again and again within a week without doing anything. Who changed something in a case, or is named in its stream, works on it.
 */
export async function doubtfulLooks<T>(
  db: Kysely<T>,
  { after, now }: { readonly after: string; readonly now: Date },
): Promise<DoubtfulLook[]> {
  const since = new Date(now.getTime() - oftenWithinMs).toISOString()
  const { rows } = await sql<{ actor: string; subject: string; employer: string; looks: number; own: boolean }>`
    with fresh as (
      select distinct actor, subject from audit
      where id > ${after} and act = 'look' and actor like 'staff:%' and subject ~ '^case/[0-9a-f-]{36}$')
    select actor, subject, counted.employer, counted.looks, own.is as own from fresh
    cross join lateral (
      select count(distinct request)::int as looks, max(tenant) as employer from audit a
      where a.actor = fresh.actor and a.subject = fresh.subject and a.act = 'look' and a.at > ${since}) counted
    cross join lateral (
      select exists (select from staff_own o join theft_case c on c.line = o.line
        where 'staff:' || o.staff = fresh.actor and 'case/' || c.case_id = fresh.subject) as is) own
    where counted.looks > 0 and (own.is or (counted.looks >= ${oftenFrom}
      and not exists (select from audit a where a.actor = fresh.actor and a.subject = fresh.subject and a.act <> 'look')
      and not exists (select from event e where e.stream = fresh.subject and e.actor = fresh.actor)))`.execute(db)
  return rows.map(({ actor, subject, employer, looks, own }) => {
    const [staff, theft] = [actor.slice('staff:'.length), subject.slice('case/'.length)]
    return { staff, case: theft, employer, looks, why: own ? 'own-number' : 'often' }
  })
}
