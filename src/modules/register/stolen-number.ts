import { type Kysely, sql } from 'kysely'
import { kept } from '#lib/kept'
import { hasNewSim } from './new-sim.ts'

/** Which case a number is in, as far as the register asks. Reports look at the register, so their type is not taken. */
export type OpenCase = { open_case: { subject: string; case_id: string; until: string | null } }

type Looking<Tables> = {
  readonly db: Kysely<Tables>
  readonly now: () => Date
  readonly vault: { readonly find: (kind: 'number', value: string) => Promise<readonly { readonly ref: string }[]> }
}

/**
 * Whether a number is in a thief's hand just now, as far as is known. Then nothing is sent to it, whoever gave it to us and for whatever:
 * no news, no code, no answer to a text. The one rule for all of them, in the words of docs/adr/0040:
 *
 * | of the number is known                                                     | stolen                         |
 * | -------------------------------------------------------------------------- | ------------------------------ |
 * | it is in an open case, whatever was shown                                  | yes                            |
 * | it is in an open case, and what that stopped has ended by itself           | yes, for a year after that     |
 * | its last proved case ended and lifted nothing: no lead left, a duplicate   | yes, for a year from its start |
 * | its last proved case was taken back, or the phone is with its owner        | no                             |
 * | a claim of the bare number has ended, whatever came of it                  | no                             |
 * | its network has said in that case that its owner has a new SIM             | no                             |
 * | it is in no case                                                           | no                             |
 *
 * `besides`: a case that says so itself.
 */
export async function isStolenNumber<Tables>(
  { db, vault, now }: Looking<Tables>,
  number: string,
  besides?: string,
): Promise<boolean> {
  const lines = (await vault.find('number', number)).map(({ ref }) => ref)
  return isStolenLine(db, lines, { now: now(), besides })
}

/** The same of a number by its references in the vault. */
export async function isStolenLine<Tables>(
  db: Kysely<Tables>,
  lines: readonly string[],
  { now, besides }: { readonly now: Date; readonly besides?: string | undefined },
): Promise<boolean> {
  if (lines.length === 0) return false
  const since = new Date(now.getTime() - kept.caseAccess.ms).toISOString()
  const { rows } = await sql`
    select from open_case o
    where o.subject = any(${lines}::text[]) and o.case_id is distinct from ${besides ?? null}::uuid
      and (o.until is null or o.until > ${since})
      and not ${hasNewSim(sql.ref('o.case_id'))}
    union all
    select from (
      select case_id, ended from theft_case
      where line = any(${lines}::text[]) and level > 0 and opened_at > ${since}
        and case_id is distinct from ${besides ?? null}::uuid
      order by opened_at desc limit 1
    ) c
    where (c.ended is null or c.ended = any(${liftsNothing}::text[]))
      and not ${hasNewSim(sql.ref('c.case_id'))}
    limit 1`.execute(db)
  return rows.length > 0
}

/** Ends that lift nothing: the phone is where it was. Not ended: the row may lag by a moment behind the end. */
const liftsNothing = ['no-lead-left', 'duplicate']
