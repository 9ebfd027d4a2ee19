import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from './views/imei-status.ts'

/** What the register says of one IMEI key: reported stolen, held while a report is checked, or nothing known against it. */
export async function statusOf(
  db: Kysely<ImeiStatus>,
  key: ImeiKey,
  now = new Date(),
): Promise<'clear' | 'wait' | 'stolen' | 'unknown'> {
  const row = await db
    .selectFrom('imei_status')
    .select(['status', 'until'])
    .where('imei_key', '=', key)
    .executeTakeFirst()
  if (!row) return 'unknown'
  return row.until !== null && row.until <= now.toISOString() ? 'clear' : row.status
}
