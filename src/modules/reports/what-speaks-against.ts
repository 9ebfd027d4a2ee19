import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { Conflict } from '#lib/proof'
import { type HandsetTables, recentChanges } from '#modules/register/public'
import type { TheftCase } from './views/theft-case.ts'

export type AgainstTables = TheftCase & HandsetTables

/** Who proved a theft of the same number this often in 90 days is looked at by a person. */
const oftenProved = 2
const windowMs = 90 * 86_400_000

type About = {
  readonly case: string
  readonly line: string | undefined
  readonly handset: string | undefined
  readonly imeiKeys: readonly ImeiKey[]
}

/** What the system itself knows to speak against a report. Bare claims count for nothing here: anybody can make them. */
export async function whatSpeaksAgainst(db: Kysely<AgainstTables>, about: About, now: Date): Promise<Conflict[]> {
  const { sold, contactsChanged } = await recentChanges(db as unknown as Kysely<HandsetTables>, { ...about, now })
  const often = about.line !== undefined && (await provedBefore(db, about.case, about.line, now)) >= oftenProved
  return [
    ...(sold ? (['recent-sale'] as const) : []),
    ...(contactsChanged ? (['contacts-changed'] as const) : []),
    ...(often ? (['repeat-reporter'] as const) : []),
  ]
}

async function provedBefore(db: Kysely<AgainstTables>, theft: string, line: string, now: Date): Promise<number> {
  const { many } = await db
    .selectFrom('theft_case')
    .select(({ fn }) => fn.countAll<string>().as('many'))
    .where('line', '=', line)
    .where('case_id', '<>', theft)
    .where('level', '>', 0)
    .where('opened_at', '>', new Date(now.getTime() - windowMs).toISOString())
    .executeTakeFirstOrThrow()
  return Number(many)
}
