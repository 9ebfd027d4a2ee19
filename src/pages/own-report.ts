import type { Kysely } from 'kysely'
import type { Pass } from '#http'
import { readStream, type StoredEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { caseOfCode, splitOff } from '#modules/reports/public'
import { queryable } from '#platform/database'

/**
 * The pass of this browser's report, and what happened in its case: in its own, where a person gave it one after it had joined another.
 * Then it is the first report there.
 */
export async function ownReport<Tables>(
  db: Kysely<Tables>,
  given: Pass,
): Promise<{ readonly pass: Pass; readonly events: readonly StoredEvent[]; readonly moved: boolean }> {
  const events = await readStream(queryable(db), `case/${given.case}`)
  const report = CaseId.safeParse(given.report).data
  const mine = report && splitOff(events).includes(report) ? report : undefined
  const apart = mine ?? (given.access === undefined ? undefined : caseOfCode(events, given.access))
  if (!apart) return { pass: given, events, moved: false }
  const { joined: _, report: __, ...own } = given
  const pass: Pass = { ...own, case: apart }
  return { pass, events: await readStream(queryable(db), `case/${apart}`), moved: true }
}
