import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from '#modules/register/public'
import type { OpenCase } from './views/open-case.ts'

export type ClaimTables = ImeiStatus & OpenCase

type Told = {
  readonly case: string
  readonly keys: readonly ImeiKey[]
  /** A partner's word takes no place of what the owner or an officer said of the handset (`show-proof`). */
  readonly byPartner: boolean
  readonly now: Date
}

/**
 * Whether a case is about to learn of a handset that another open case has proved to be stolen: whoever puts a SIM of his own
 * into a stolen phone and reports that number must gain nothing by it (USERS 4). Only who comes second is in doubt.
 */
export async function isSecondClaimant(db: Kysely<ClaimTables>, told: Told): Promise<boolean> {
  if (told.keys.length === 0) return false
  const own = await ownKeys(db, told.case)
  const learnt = told.keys.filter((key) => !own.includes(key))
  const stays = told.byPartner && own.length > 0 && learnt.length === told.keys.length
  if (stays || learnt.length === 0) return false
  const other = await db
    .selectFrom('imei_status as s')
    .select('s.imei_key')
    .where('s.imei_key', 'in', learnt)
    .where('s.case_id', '<>', told.case)
    .where('s.status', '!=', 'clear')
    .where(({ eb, or }) => or([eb('s.until', 'is', null), eb('s.until', '>', told.now.toISOString())]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('open_case as o')
          .select('o.subject')
          .where(({ or, eb, ref }) =>
            or([eb('o.case_id', '=', ref('s.case_id')), eb('o.lent_by', '=', ref('s.case_id'))]),
          ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

/** The keys that a case names, or has proved; not those that it has let go. */
async function ownKeys(db: Kysely<ClaimTables>, theft: string): Promise<string[]> {
  const [first, proved] = await Promise.all([
    db
      .selectFrom('open_case')
      .select('subject')
      .where('case_id', '=', theft)
      .where('subject', 'not like', 'v\\_%')
      .execute(),
    db
      .selectFrom('imei_status')
      .select('imei_key')
      .where('case_id', '=', theft)
      .where('status', '!=', 'clear')
      .execute(),
  ])
  return [...first.map(({ subject }) => subject), ...proved.map(({ imei_key }) => imei_key)]
}
