import type { Kysely } from 'kysely'
import { conflictHourMs, decidedShownMs } from '#modules/reports/public'
import type { ListAppealTable } from './views/list-appeal.ts'

const mostShown = 500

const appeals = (db: Kysely<ListAppealTable>, owner: string | undefined) =>
  db
    .selectFrom('list_appeal')
    .selectAll()
    .$if(owner !== undefined, (q) => q.where('owner', '=', owner ?? ''))

/** `due`: by when a person must have looked. */
export type ListAppealRow = ListAppealTable['list_appeal'] & { readonly due: string; readonly late: boolean }

const withDue =
  (now: Date) =>
  (row: ListAppealTable['list_appeal']): ListAppealRow => {
    const due = new Date(new Date(row.made_at).getTime() + conflictHourMs)
    return { ...row, due: due.toISOString(), late: row.decided_at === null && due < now }
  }

/** Appeals against lists and rules that wait, soonest due first, and those decided in the last 28 days. `owner`: only that organisation's. */
export async function listAppealQueue(
  db: Kysely<ListAppealTable>,
  owner: string | undefined,
  now: Date,
): Promise<{ readonly open: ListAppealRow[]; readonly decided: ListAppealRow[] }> {
  const since = new Date(now.getTime() - decidedShownMs).toISOString()
  const [open, decided] = await Promise.all([
    appeals(db, owner).where('decided_at', 'is', null).orderBy('made_at').limit(mostShown).execute(),
    appeals(db, owner).where('decided_at', '>', since).orderBy('decided_at', 'desc').limit(mostShown).execute(),
  ])
  return { open: open.map(withDue(now)), decided: decided.map(withDue(now)) }
}

/** One of them, however many others wait. */
export async function listAppealOf(
  db: Kysely<ListAppealTable>,
  owner: string | undefined,
  appeal: string,
  now: Date,
): Promise<ListAppealRow | undefined> {
  const row = await appeals(db, owner).where('appeal', '=', appeal).executeTakeFirst()
  return row && withDue(now)(row)
}

/** What became of what one person said. */
export const listAppealsOf = async (
  db: Kysely<ListAppealTable>,
  claims: readonly string[],
  now: Date,
): Promise<ListAppealRow[]> => (await appeals(db, undefined).where('claim', 'in', claims).execute()).map(withDue(now))

/** How many of them no person has looked at within the hour. */
export async function listAppealsOverdue(
  db: Kysely<ListAppealTable>,
  owner: string | undefined,
  now: Date,
): Promise<number> {
  const { many } = await db
    .selectFrom('list_appeal')
    .select(({ fn }) => fn.countAll<string>().as('many'))
    .where('decided_at', 'is', null)
    .where('made_at', '<', new Date(now.getTime() - conflictHourMs).toISOString())
    .$if(owner !== undefined, (q) => q.where('owner', '=', owner ?? ''))
    .executeTakeFirstOrThrow()
  return Number(many)
}
