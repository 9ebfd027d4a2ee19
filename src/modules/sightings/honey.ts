import type { Kysely } from 'kysely'
import { type Statement, statement } from '#ledger'
import type { ImeiKey } from '#lib/imei/imei'

/** `asked_at`: when a number was last asked about that no phone has. */
export type HoneyTable = { honey_number: { imei_key: string; asked: number; asked_at: string | null } }

/** Notes checks of numbers that no phone has. */
export const honeyStatement = (keys: readonly ImeiKey[], now: Date): Statement =>
  statement('update honey_number set asked = asked + 1, asked_at = $2 where imei_key = any($1::text[])', [
    keys,
    now.toISOString(),
  ])

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
