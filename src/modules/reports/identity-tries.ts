import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { CaseId } from '#lib/ids'
import { kept } from '#lib/kept'

export type IdentityTry = { identity_try: { subject: string; tries: number; since: string } }

/** Who asks: the sender of a page, or the member of staff or the system that types for somebody. `joined`: the number had a case already. */
export type Asking = { readonly from: string; readonly joined?: boolean | undefined } | { readonly helper: string }

/**
 * So many in a day, of one number: from one sender, and from everywhere. A slip or two, but no guessing of somebody's birth date by way of
 * their operator; and whoever comes first with wrong names must not use up what the owner needs. Thousands share one address at their
 * network: who joined and who reported first are counted apart there too.
 */
const mostFromOne = 3
const mostOfNumber = 20

type Db = Kysely<IdentityTry>

/** Whether the network of a case's number may be asked once more who reported it. */
export const takeClaimTry = (db: Db, theft: CaseId, by: Asking, now: Date): Promise<boolean> =>
  takeTry(
    db,
    sql`select coalesce(data ->> 'line', stream) as number from event where stream = ${`case/${theft}`} and version = 1`,
    by,
    now,
  )

/** The same of who says that they reported nothing, whether a report stands or not. `number`: what only our servers can make of it. */
export const takeContestTry = (db: Db, number: string, from: string, now: Date): Promise<boolean> =>
  takeTry(db, sql`select ${`contest/${number}`}::text as number`, { from }, now)

/**
 * Counted before anybody is asked, so that tries side by side are counted each. A sender who has had theirs uses up nothing of what the
 * number has; nor does a helper, who has signed in.
 */
async function takeTry(db: Db, number: RawBuilder<unknown>, by: Asking, now: Date): Promise<boolean> {
  const [at, old] = [now.toISOString(), new Date(now.getTime() - kept.identityTries.ms).toISOString()]
  const [sender, countsAll] =
    'from' in by ? [`/${by.joined ? 'joined/' : ''}${by.from}`, true] : [`/by/${by.helper}`, false]
  const again = sql`on conflict (subject) do update set
    tries = case when t.since > ${old} then t.tries + 1 else 1 end,
    since = case when t.since > ${old} then t.since else excluded.since end
    returning t.tries`
  const { rows } = await sql<{ mine: number; everybody: number | null }>`
    with number as (${number}), mine as (
      insert into identity_try as t (subject, tries, since)
      select number || ${sender}::text, 1, ${at}::timestamptz from number ${again}
    ), everybody as (
      insert into identity_try as t (subject, tries, since)
      select number, 1, ${at}::timestamptz from number, mine where mine.tries <= ${mostFromOne} and ${countsAll}::boolean ${again}
    )
    select mine.tries as mine, (select tries from everybody) as everybody from mine`.execute(db)
  const [taken] = rows
  return taken === undefined || (taken.mine <= mostFromOne && (taken.everybody ?? 0) <= mostOfNumber)
}
