import type { Kysely } from 'kysely'
import { conflictHourMs } from './overdue.ts'
import type { CaseConflict } from './views/case-conflict.ts'
import type { TheftCase } from './views/theft-case.ts'

export type SafeguardingTables = CaseConflict & TheftCase

const mostShown = 200

/** Open cases in safe mode, and those where abuse is possible: who waits for a trained person first, then the oldest. */
export async function safeguardingQueue(db: Kysely<SafeguardingTables>, tenant: string, now: Date) {
  const rows = await db
    .selectFrom('theft_case as c')
    .leftJoin('case_conflict as k', (join) =>
      join.onRef('k.case_id', '=', 'c.case_id').on('k.conflict', '=', 'domestic-abuse'),
    )
    .select(['c.case_id', 'c.opened_at', 'c.level', 'c.means', 'c.safe_mode'])
    .select(['k.found_at', 'k.settled_at', 'k.stands'])
    .where('c.ended', 'is', null)
    .where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant))
    .where((eb) => eb.or([eb('c.safe_mode', '=', true), eb('k.found_at', 'is not', null)]))
    .orderBy((eb) => eb.and([eb('k.found_at', 'is not', null), eb('k.settled_at', 'is', null)]), 'desc')
    .orderBy('c.opened_at')
    .limit(mostShown)
    .execute()
  return rows.map((row) => {
    const waits = row.found_at !== null && row.settled_at === null
    const due = waits ? new Date(new Date(row.found_at ?? '').getTime() + conflictHourMs) : undefined
    return { ...row, waits, due: due?.toISOString(), late: due !== undefined && due < now }
  })
}
