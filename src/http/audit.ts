import type { Generated, Kysely } from 'kysely'
import { type Statement, statement } from '#ledger'
import type { Reach } from './access/matrix.ts'
import { reaches } from './access/policy.ts'
import { problem, thrown } from './problem.ts'

export type AuditTables = {
  audit: {
    id: Generated<string>
    at: Generated<string>
    tenant: string
    actor: string
    purpose: string
    act: string
    record: string
    subject: string
    owner: string
    request: string
  }
}

/** What every audit row of one request says alike. */
export type AuditFrame = {
  tenant: string
  actor: string
  purpose: string
  record: string
  request: string
  reach: Reach
}

/**
 * Writes down one look. `subject` is a reference (`case/…`, a vault reference), never a name or number;
 * `owner` is the organisation that the record belongs to, the caller's own unless said. A caller whose
 * permission does not reach that organisation is refused here, so nothing can be looked at and not judged.
 */
export type Audit = (act: string, subject: string, owner?: string) => Promise<void>

/** Opens the trail of one request on its transaction; `rows` tells whether the handler wrote anything. */
export const openTrail = <Tables>(db: Kysely<Tables>, { reach, ...frame }: AuditFrame) => {
  let rows = 0
  const audit: Audit = async (act, subject, owner = frame.tenant) => {
    if (!reaches(reach, frame.tenant, owner)) throw thrown(problem('other-organisation'))
    await (db as unknown as Kysely<AuditTables>)
      .insertInto('audit')
      .values({ ...frame, act, subject, owner })
      .execute()
    rows += 1
  }
  return { audit, rows: () => rows }
}

/** A row of the audit; its number and time come by themselves. */
export type AuditRow = Omit<AuditTables['audit'], 'id' | 'at'>

/**
 * The rows of several callers as one statement, for the transaction that they share. Only for records that every caller
 * who may look may see: nothing judges the owner here.
 */
export const auditStatement = (rows: readonly AuditRow[]): Statement =>
  statement(
    `insert into audit (tenant, actor, purpose, act, record, subject, owner, request)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    auditColumns.map((column) => rows.map((row) => row[column])),
  )

const auditColumns = ['tenant', 'actor', 'purpose', 'act', 'record', 'subject', 'owner', 'request'] as const
