import type { Kysely } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from './views/imei-status.ts'

export { type Asked, askToEnrol, type Confirmed, confirmEnrolment, type EnrolTables } from './enrol.ts'
export { type Enrolment, enrolmentOf } from './enrolment-of.ts'
export { modelOf, type TacTable } from './model-of.ts'
export { type HandsetTables, recentChanges } from './recent-changes.ts'
export { lineOf, type StopSecret, stopSecretOf } from './stop-secret-of.ts'
export { countWrongTry, mustRest, type WrongTry } from './tries.ts'
export type { EnrolmentTable } from './views/enrolment.ts'
export type { ImeiReview } from './views/imei-review.ts'
export type { StopSecretTable } from './views/stop-secret.ts'
export type { ImeiStatus }

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
