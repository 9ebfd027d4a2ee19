import type { Kysely } from 'kysely'
import type { EnrolmentTable } from './views/enrolment.ts'

export type Enrolment = EnrolmentTable['enrolment']

/** What the owner of a line prepared before the theft; undefined when it is not enrolled. */
export const enrolmentOf = (db: Kysely<EnrolmentTable>, line: string): Promise<Enrolment | undefined> =>
  db.selectFrom('enrolment').selectAll().where('line', '=', line).executeTakeFirst()
