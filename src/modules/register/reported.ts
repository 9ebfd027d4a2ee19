import { type Kysely, sql } from 'kysely'
import { kept } from '#lib/kept'
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
  return row !== undefined || (await endedStolen(db, [line], { now, holds: true }))
}

type Ended = {
  readonly now: Date
  /** Only while what the case stopped has not ended by itself. */
  readonly holds?: boolean
  readonly besides?: string | undefined
}

/** Ends that lift nothing: the phone is where it was. Not ended: the row may lag by a moment behind the end. */
const liftsNothing = ['no-lead-left', 'duplicate']

/**
 * Whether the last case of these numbers in which somebody showed more than a number ended and lifted nothing, and no network has said
 * since that there is a new SIM: the police follow it no more, and the thief has the phone still. After a year the number may be somebody
 * else's.
 */
export async function endedStolen<Tables>(
  db: Kysely<Tables>,
  lines: readonly string[],
  { now, holds = false, besides }: Ended,
): Promise<boolean> {
  const since = new Date(now.getTime() - kept.caseAccess.ms).toISOString()
  const { rows } = await sql`
    select from (
      select case_id, ended, until from theft_case
      where line = any(${lines}::text[]) and level > 0 and opened_at > ${since}
        and case_id is distinct from ${besides ?? null}::uuid
      order by opened_at desc limit 1
    ) c
    where (c.ended is null or c.ended = any(${liftsNothing}::text[]))
      and (not ${holds}::boolean or c.until is null or c.until > ${now.toISOString()})
      and not ${hasNewSim(sql.ref('c.case_id'))}`.execute(db)
  return rows.length > 0
}
