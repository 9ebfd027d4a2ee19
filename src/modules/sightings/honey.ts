import { type Kysely, sql } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'

/** `asked_at`: when a number was last asked about that no phone has. */
export type HoneyTable = { honey_number: { imei_key: string; asked: number; asked_at: string | null } }

/** Notes a check of a number that no phone has. The same one step for every number, so that its time tells nothing. */
export async function noteHoney(db: Kysely<HoneyTable>, keys: readonly ImeiKey[], now: Date): Promise<void> {
  await db
    .updateTable('honey_number')
    .set({ asked: sql<number>`asked + 1`, asked_at: now.toISOString() })
    .where('imei_key', 'in', keys)
    .execute()
}

/** How often somebody asked about numbers that no phone has, and when last; undefined when nobody did. */
export async function honeyAsked(
  db: Kysely<HoneyTable>,
): Promise<{ readonly times: number; readonly last: string } | undefined> {
  const { times, last } = await db
    .selectFrom('honey_number')
    .select(({ fn }) => [fn.sum<string | null>('asked').as('times'), fn.max('asked_at').as('last')])
    .executeTakeFirstOrThrow()
  return last === null ? undefined : { times: Number(times), last: new Date(last).toISOString() }
}
