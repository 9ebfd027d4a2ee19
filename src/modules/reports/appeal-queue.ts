import type { Kysely } from 'kysely'
import { conflictHourMs } from './overdue.ts'
import type { CaseAppeal } from './views/case-appeal.ts'
import type { TheftCase } from './views/theft-case.ts'

export type AppealQueueTables = CaseAppeal & TheftCase

/** So long what was decided is shown, so that it can be decided again. */
export const decidedShownMs = 28 * 86_400_000
const mostShown = 500

const appeals = (db: Kysely<AppealQueueTables>, tenant: string | undefined) =>
  db
    .selectFrom('case_appeal as a')
    .innerJoin('theft_case as c', 'c.case_id', 'a.case_id')
    .select(['a.appeal', 'a.case_id', 'a.claim', 'a.line', 'a.made_at', 'a.decided_at', 'a.granted', 'a.reason'])
    .select(['c.imei_keys', 'c.opened_at', 'c.level', 'c.means', 'c.force', 'c.tenant', 'c.ended'])
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))

/** `due`: by when a person must have looked. */
export type AppealRow = Awaited<ReturnType<ReturnType<typeof appeals>['execute']>>[number] & {
  readonly due: string
  readonly late: boolean
}

const withDue =
  (now: Date) =>
  <Row extends { readonly made_at: string; readonly decided_at: string | null }>(row: Row) => {
    const due = new Date(new Date(row.made_at).getTime() + conflictHourMs)
    return { ...row, due: due.toISOString(), late: row.decided_at === null && due < now }
  }

/** Appeals that wait, soonest due first, and those decided in the last 28 days. `tenant`: only what that organisation handles. */
export async function appealQueue(
  db: Kysely<AppealQueueTables>,
  tenant: string | undefined,
  now: Date,
): Promise<{ readonly open: AppealRow[]; readonly decided: AppealRow[] }> {
  const since = new Date(now.getTime() - decidedShownMs).toISOString()
  const [open, decided] = await Promise.all([
    appeals(db, tenant).where('a.decided_at', 'is', null).orderBy('a.made_at').limit(mostShown).execute(),
    appeals(db, tenant).where('a.decided_at', '>', since).orderBy('a.decided_at', 'desc').limit(mostShown).execute(),
  ])
  return { open: open.map(withDue(now)), decided: decided.map(withDue(now)) }
}

/** One appeal, however many others wait. */
export async function appealOf(
  db: Kysely<AppealQueueTables>,
  tenant: string | undefined,
  appeal: string,
  now: Date,
): Promise<AppealRow | undefined> {
  const row = await appeals(db, tenant).where('a.appeal', '=', appeal).executeTakeFirst()
  return row && withDue(now)(row)
}

/** What became of what one person said whose phone is refused; they may have said it of two cases of one phone. */
export const appealsOf = async (
  db: Kysely<AppealQueueTables>,
  refs: readonly string[],
  now: Date,
): Promise<AppealRow[]> => (await appeals(db, undefined).where('a.claim', 'in', refs).execute()).map(withDue(now))
