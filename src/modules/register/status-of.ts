import { type Kysely, sql } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from './views/imei-status.ts'

export type RegisterStatus = 'clear' | 'wait' | 'stolen' | 'unknown'

/** What each means for somebody who is offered the handset. */
export const advice: Readonly<Record<RegisterStatus, string>> = {
  clear: 'No theft has been reported. This does not prove who owns it.',
  wait: 'A report is being checked, or networks watch for it. Do not buy it today; ask again tomorrow.',
  stolen: 'Reported stolen, or networks refuse it. Do not buy it: handling stolen goods is an offence.',
  unknown: 'This handset is not in the register. This does not prove who owns it.',
}

const worst = ['stolen', 'wait', 'clear'] as const

/**
 * What the cases on IMEI keys come to: reported stolen, held while a report is checked, or nothing known against it. Of several
 * cases the worst that holds counts; a key that is missing from the answer is unknown. One question, however many keys.
 */
export async function statusesOf(
  db: Kysely<ImeiStatus>,
  keys: readonly ImeiKey[],
  now = new Date(),
): Promise<ReadonlyMap<ImeiKey, RegisterStatus>> {
  const rows = await db
    .selectFrom('imei_status')
    .select(['imei_key', 'status', 'until'])
    .where('imei_key', '=', sql<ImeiKey>`any(${keys}::text[])`)
    .execute()
  const said = Map.groupBy(rows, ({ imei_key }) => imei_key)
  return new Map([...said].map(([key, all]) => [key, standingOf(all, now)]))
}

/** What the rows of one key come to; `unknown` where there are none. */
export function standingOf(
  rows: readonly Pick<ImeiStatus['imei_status'], 'status' | 'until'>[],
  now: Date,
): RegisterStatus {
  if (rows.length === 0) return 'unknown'
  const at = now.toISOString()
  const standing = new Set(rows.filter(({ until }) => until === null || until > at).map(({ status }) => status))
  return worst.find((status) => standing.has(status)) ?? 'clear'
}

/** The same with what other registers' lists and rules say: what a network refuses nobody should buy. */
export function withRestrictions(
  status: RegisterStatus,
  restrictions: readonly { readonly status: 'blocked' | 'tracked' }[],
): RegisterStatus {
  const said = new Set<RegisterStatus>([status, ...restrictions.map((one) => meant[one.status])])
  return worst.find((one) => said.has(one)) ?? status
}
const meant = { blocked: 'stolen', tracked: 'wait' } as const

/** The same for one key, by its cases alone. */
export const statusOf = async (db: Kysely<ImeiStatus>, key: ImeiKey, now?: Date): Promise<RegisterStatus> =>
  (await statusesOf(db, [key], now)).get(key) ?? 'unknown'
