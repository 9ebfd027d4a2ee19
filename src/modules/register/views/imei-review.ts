import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { HandsetSeized } from '#modules/exhibits/events/handset-seized'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { ReportSplit } from '#modules/reports/events/report-split'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { ImeiClaimedAgain } from '../events/imei-claimed-again.ts'

export type ImeiReview = { imei_review: { stream: string; review_by: string } }

/** The review clock of each stream that holds IMEIs: the last date named in it counts. */
export const imeiReview = defineView<ImeiReview>('imei_review', 'async', (on) => [
  on(HandsetRegistered, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
  on(ImeiClaimedAgain, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
  on(TheftReported, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
  on(HandsetSeized, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
  on(ReportJoined, (db, { reviewBy }, { stream }) => (reviewBy ? clock(db, stream, reviewBy) : [])),
  on(ReportSplit, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
  on(ProofShown, (db, { reviewBy }, { stream }) => clock(db, stream, reviewBy)),
])

const clock = (db: Kysely<ImeiReview>, stream: string, review_by: string) =>
  db
    .insertInto('imei_review')
    .values({ stream, review_by })
    .onConflict((c) => c.column('stream').doUpdateSet({ review_by }))
