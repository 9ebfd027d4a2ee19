import { CompiledQuery, type Generated, type Kysely } from 'kysely'
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

/**
 * Opens the trail of one request on its transaction; `rows` tells whether the handler wrote anything. A row of a request that
 * only looks is sent at once and not waited for, so that it travels with whatever is read next. Of a request that may change
 * something (`waits`) rows wait for the change, and are `taken` into its transaction, or are sent before a look that writes rows
 * of its own. `written` must be waited for before anything leaves. It throws when a row could not be written.
 */
export const openTrail = <Tables>(db: Kysely<Tables>, { reach, ...frame }: AuditFrame, waits = false) => {
  const sent: Promise<unknown>[] = []
  const waiting: AuditRow[] = []
  let count = 0
  const send = () => {
    if (waiting.length === 0) return
    const { text, values } = auditStatement(waiting.splice(0))
    const insert = db.executeQuery(CompiledQuery.raw(text, [...values]))
    insert.catch(() => {}) // told by `written`
    sent.push(insert)
  }
  const audit: Audit = async (act, subject, owner = frame.tenant) => {
    if (!reaches(reach, frame.tenant, owner)) throw thrown(problem('other-organisation'))
    waiting.push({ ...frame, act, subject, owner })
    count++
    if (!waits) send()
  }
  const taken = async <Result>(
    change: (rows: readonly Statement[]) => Promise<Result>,
    came: (result: Result) => boolean,
  ): Promise<Result> => {
    await Promise.all(sent)
    const rows = waiting.splice(0)
    let stays = true
    try {
      const result = await change(rows.length > 0 ? [auditStatement(rows)] : [])
      stays = !came(result)
      return result
    } finally {
      if (stays) waiting.unshift(...rows)
    }
  }
  const written = () => {
    send()
    return Promise.all(sent)
  }
  return { audit, rows: () => count, send, taken, written }
}

/** A row of the audit; its number and time come by themselves. */
export type AuditRow = Omit<AuditTables['audit'], 'id' | 'at'>

/**
 * The rows of several callers as one statement, for the transaction that they share. Only for records that every caller
 * who may look may see: nothing judges the owner here.
 */
export const auditStatement = (rows: readonly AuditRow[]): Statement => {
  const [row] = rows
  return rows.length === 1 && row
    ? statement(
        insertRow,
        auditColumns.map((column) => row[column]),
      )
    : statement(
        insertRows,
        auditColumns.map((column) => rows.map((one) => one[column])),
      )
}

const insertRow = `insert into audit (tenant, actor, purpose, act, record, subject, owner, request)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

const insertRows = `insert into audit (tenant, actor, purpose, act, record, subject, owner, request)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`

const auditColumns = ['tenant', 'actor', 'purpose', 'act', 'record', 'subject', 'owner', 'request'] as const
