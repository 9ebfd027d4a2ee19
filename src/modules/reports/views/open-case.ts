import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { keysOf } from '#lib/imei/imei'
import { CaseClosed } from '../events/case-closed.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { ReportSplit } from '../events/report-split.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { TheftReported } from '../events/theft-reported.ts'

export type OpenCase = {
  /** `lent_by`: the later case that it came from, while that is joined to this one. */
  open_case: { subject: string; case_id: string; until: string | null; lent_by?: string | null }
}

/**
 * Which case a stolen number or handset is in. Inline and unique: the same theft reported twice at once is one case (B07),
 * because the second report breaks the primary key in its own transaction. `subject` is a number's vault reference or
 * an IMEI key.
 */
export const openCase = defineView<OpenCase>('open_case', 'inline', (on) => [
  on(TheftReported, (db, { case: case_id, line, imeis, before, apart, until = null }, { at }) => {
    const all = subjects(line, keysOf(imeis))
    const rows = all.map((subject) => ({ subject, case_id, until }))
    // What the earlier case stopped it keeps: it is found by its handset and its code.
    const left = line && before ? [ended(db, before).where('subject', '=', line)] : []
    const insert = db.insertInto('open_case').values(rows)
    // A person gave it a case of its own: what is in a third one by now stays there.
    return [...left, lapsed(db, all, at), apart ? insert.onConflict((c) => c.doNothing()) : insert]
  }),
  // What the report told the case names no more; and it lapses as it would have without.
  on(ReportSplit, (db, { case: case_id, imeis, until = null }) => [
    ...(imeis.length > 0 ? [otherHandsets(db, case_id, keysOf(imeis))] : [handsets(db, case_id)]),
    db.updateTable('open_case').set({ until }).where('case_id', '=', case_id),
    ...keysOf(imeis).map((subject) =>
      db
        .insertInto('open_case')
        .values({ subject, case_id, until })
        .onConflict((c) => c.doNothing()),
    ),
  ]),

  // A handset that is learnt of later may be in another case already: that one keeps it.
  on(ProofShown, (db, { case: case_id, imeis, until = null }, { at }) => [
    ...(imeis.length > 0 ? [lapsed(db, keysOf(imeis), at), otherHandsets(db, case_id, keysOf(imeis))] : []),
    db.updateTable('open_case').set({ until }).where('case_id', '=', case_id),
    ...keysOf(imeis).map((subject) =>
      db
        .insertInto('open_case')
        .values({ subject, case_id, until })
        .onConflict((c) => c.doNothing()),
    ),
  ]),

  on(ReportWithdrawn, (db, { case: theft }) => ended(db, theft)),
  on(CaseClosed, (db, { case: theft }) => ended(db, theft)),

  // Whoever reports the later one's number or handset again is in the first case. What that names itself it keeps when they are split.
  on(CasesLinked, (db, { case: later, other: first, as, same }) => {
    if (as === 'first') return []
    const until = db
      .selectFrom('open_case')
      .select(({ fn }) => fn.max('until').as('until'))
      .where('case_id', '=', first)
    return same
      ? db.updateTable('open_case').set({ case_id: first, lent_by: later, until }).where('case_id', '=', later)
      : db.updateTable('open_case').set({ case_id: later, lent_by: null }).where('lent_by', '=', later)
  }),

  // What another case has taken meanwhile stays with that one.
  on(CaseReopened, (db, { case: case_id, line, imeis, until = null }, { at }) => {
    const all = subjects(line, keysOf(imeis))
    if (all.length === 0) return []
    const rows = all.map((subject) => ({ subject, case_id, until }))
    return [
      lapsed(db, all, at),
      db
        .insertInto('open_case')
        .values(rows)
        .onConflict((c) => c.doNothing()),
      db.updateTable('open_case').set({ until }).where('case_id', '=', case_id),
    ]
  }),
])

const subjects = (line: string | undefined, keys: readonly string[]) => [...(line ? [line] : []), ...keys]
/** What a lapsed claim held is free for the next case. */
const lapsed = (db: Kysely<OpenCase>, all: readonly string[], at: string) =>
  db.deleteFrom('open_case').where('subject', 'in', all).where('until', '<=', at)
/** What the case names no more is free for the next case, too. */
const otherHandsets = (db: Kysely<OpenCase>, theft: string, keys: readonly string[]) =>
  handsets(db, theft).where('subject', 'not in', keys)
const handsets = (db: Kysely<OpenCase>, theft: string) => ended(db, theft).where('subject', 'not like', 'v\\_%')
const ended = (db: Kysely<OpenCase>, theft: string) => db.deleteFrom('open_case').where('case_id', '=', theft)
