import type { Tools } from '#ledger'
import { endedStolen, hasNewSim } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'

export type StolenTables = OpenCase

/**
 * Whether a number is in a thief's hand just now, as far as is known: it is in a case that is open, or that ended with the phone still
 * gone, and its network has not said that its owner has a new SIM. Nothing is sent to it, whoever gave it to us, and for whatever. `besides`: a case that says so itself.
 */
export async function isStolenNumber(
  { db, vault, now }: Pick<Tools<StolenTables>, 'db' | 'now' | 'vault'>,
  number: string,
  besides?: string,
): Promise<boolean> {
  const refs = (await vault.find('number', number)).map(({ ref }) => ref)
  if (refs.length === 0) return false
  const stolen = await db
    .selectFrom('open_case')
    .select('case_id')
    .where('subject', 'in', refs)
    .$if(besides !== undefined, (query) => query.where('case_id', '<>', besides as string))
    .where(({ not, ref }) => not(hasNewSim(ref('case_id'))))
    .executeTakeFirst()
  return stolen !== undefined || (await endedStolen(db, refs, { now: now(), besides }))
}
