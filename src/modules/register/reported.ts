import type { Kysely } from 'kysely'
import { hasNewSim } from './new-sim.ts'

/** Which case a number is in, as far as the register asks. Reports look at the register, so their type is not taken. */
export type OpenCase = { open_case: { subject: string; case_id: string; until: string | null } }

/**
 * Whether a report stands on a number: then nothing is sent to it, for somebody else may hold the phone. Once its network says that its
 * owner has a new SIM, they may get ready again.
 */
export async function isReported(db: Kysely<OpenCase>, line: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('open_case')
    .select('case_id')
    .where('subject', '=', line)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now.toISOString())]))
    .where(({ not, ref }) => not(hasNewSim(ref('case_id'))))
    .executeTakeFirst()
  return row !== undefined
}
