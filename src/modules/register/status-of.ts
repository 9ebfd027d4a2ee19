import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from './views/imei-status.ts'

const worst = ['stolen', 'wait'] as const

/**
 * What the register says of one IMEI key: reported stolen, held while a report is checked, or nothing known against it. Of
 * several cases the worst that holds counts.
 */
export async function statusOf(
  db: Kysely<ImeiStatus>,
  key: ImeiKey,
  now = new Date(),
): Promise<'clear' | 'wait' | 'stolen' | 'unknown'> {
  const rows = await db.selectFrom('imei_status').select(['status', 'until']).where('imei_key', '=', key).execute()
  if (rows.length === 0) return 'unknown'
  const holds = rows.filter(({ until }) => until === null || until > now.toISOString()).map(({ status }) => status)
  return worst.find((status) => holds.includes(status)) ?? 'clear'
}
