import type { Kysely } from 'kysely'
import type { EnrolmentTable } from './views/enrolment.ts'

export type Enrolment = EnrolmentTable['enrolment']

// By name: a statement of "all columns" is never prepared (platform/prepare.ts), and each report asks this.
const columns = [
  ...(['line', 'handset', 'owner', 'imeis', 'imeis_proved', 'maker', 'banks', 'mail', 'exchanges'] as const),
  ...(['identities', 'contacts', 'trusted', 'may_locate', 'at'] as const),
]

/** What the owner of a line prepared before the theft; undefined when it is not enrolled. */
export const enrolmentOf = (db: Kysely<EnrolmentTable>, line: string): Promise<Enrolment | undefined> =>
  db.selectFrom('enrolment').select(columns).where('line', '=', line).executeTakeFirst()
