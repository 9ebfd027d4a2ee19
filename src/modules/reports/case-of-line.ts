import type { Kysely } from 'kysely'
import { CaseId } from '#lib/ids'
import type { OpenCase } from './views/open-case.ts'

/** The case that a line is in; `line` is the reference of its number. */
export async function caseOfLine(db: Kysely<OpenCase>, line: string): Promise<CaseId | undefined> {
  const row = await db.selectFrom('open_case').select('case_id').where('subject', '=', line).executeTakeFirst()
  return row && CaseId.parse(row.case_id)
}
