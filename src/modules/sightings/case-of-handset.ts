import { type Kysely, sql } from 'kysely'
import { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'

export type HandsetCaseTables = OpenCase & ImeiStatus

/**
 * The cases that want to know of these handsets, by IMEI key: the open one, or one that was closed for want of leads while the
 * handset still counts as stolen. One that has lapsed does not.
 */
export async function casesOfHandsets(
  db: Kysely<HandsetCaseTables>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<ReadonlyMap<ImeiKey, CaseId>> {
  const at = now.toISOString()
  const among = sql<string>`any(${[...new Set(keys)]})`
  const [open, held] = await Promise.all([
    db
      .selectFrom('open_case')
      .select(['subject as key', 'case_id'])
      .where('subject', '=', among)
      .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', at)]))
      .execute(),
    db
      .selectFrom('imei_status')
      .select(['imei_key as key', 'case_id'])
      .where('imei_key', '=', among as never)
      .where('case_id', 'is not', null)
      .where('status', '!=', 'clear')
      .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', at)]))
      .orderBy('until') // of several cases the last counts: one that does not lapse
      .execute(),
  ])
  return new Map([...held, ...open].map(({ key, case_id }) => [key as ImeiKey, CaseId.parse(case_id)]))
}
