import { sql } from 'kysely'
import type { Tools } from '#ledger'
import type { OpenCase } from '#modules/reports/public'

export type StolenTables = OpenCase & { event: { stream: string; type: string } }

/**
 * Whether a number is in a thief's hand just now, as far as is known: it is in a case that is open, and its network has not said that
 * its owner has a new SIM. Nothing is sent to it, whoever gave it to us, and for whatever.
 */
export async function isStolenNumber(
  { db, vault }: Pick<Tools<StolenTables>, 'db' | 'vault'>,
  number: string,
  besides?: string,
): Promise<boolean> {
  const refs = (await vault.find('number', number)).map(({ ref }) => ref).filter((ref) => ref !== besides)
  if (refs.length === 0) return false
  const stolen = await db
    .selectFrom('open_case')
    .select('case_id')
    .where('subject', 'in', refs)
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom('event')
            .select('event.type')
            .where('event.type', '=', 'victims.line-restored')
            .whereRef('event.stream', '=', sql<string>`'case/' || ${ref('open_case.case_id')}`),
        ),
      ),
    )
    .executeTakeFirst()
  return stolen !== undefined
}
