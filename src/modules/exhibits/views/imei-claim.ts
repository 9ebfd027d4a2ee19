import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'

/** What names an IMEI key as its own: a case that is not settled, or a handset of the register. */
export type Claim = `case/${string}` | `handset/${string}`
/** `sold`: a shop vouches for this number of a handset. What an owner types at enrolment may be another person's. */
export type ImeiClaim = { imei_claim: { imei_key: ImeiKey; claim: Claim; sold: boolean } }

/**
 * Everything that names an IMEI key. Inline: whose handset it is decides about a return, so it must never lag; and not
 * unique, because a second claim is what must be seen. A case that learns other numbers lets go of the old ones, as its
 * own state does. A case closed for want of a lead, or because another goes on with it, keeps its claim: the phone may turn up.
 */
export const imeiClaim = defineView<ImeiClaim>('imei_claim', 'inline', (on) => [
  on(TheftReported, (db, { case: theft, imeis }) => claimed(db, `case/${theft}`, imeis)),
  on(ProofShown, (db, { case: theft, imeis }) => (imeis.length > 0 ? replaced(db, `case/${theft}`, imeis) : [])),
  on(ReportSplit, (db, { case: theft, imeis }) =>
    imeis.length > 0 ? replaced(db, `case/${theft}`, imeis) : dropped(db, `case/${theft}`),
  ),
  on(ReportWithdrawn, (db, { case: theft }) => dropped(db, `case/${theft}`)),
  on(CaseClosed, (db, { case: theft, reason }) => (lifts(reason) ? dropped(db, `case/${theft}`) : [])),
  on(HandsetRegistered, (db, { handset, imeis, channel }) => [
    ...dropped(db, `handset/${handset}`),
    ...claimed(db, `handset/${handset}`, imeis, channel !== 'owner'),
  ]),
  on(HandsetEnrolled, (db, { handset, imeis }) => claimed(db, `handset/${handset}`, imeis)),
])

const dropped = (db: Kysely<ImeiClaim>, claim: Claim) => [db.deleteFrom('imei_claim').where('claim', '=', claim)]

function claimed(db: Kysely<ImeiClaim>, claim: Claim, imeis: readonly Imei[], sold = false) {
  if (imeis.length === 0) return []
  const rows = keysOf(imeis).map((imei_key) => ({ imei_key, claim, sold }))
  return [
    db
      .insertInto('imei_claim')
      .values(rows)
      .onConflict((c) => c.doNothing()),
  ]
}

const replaced = (db: Kysely<ImeiClaim>, claim: Claim, imeis: readonly Imei[]) => [
  db.deleteFrom('imei_claim').where('claim', '=', claim).where('imei_key', 'not in', keysOf(imeis)),
  ...claimed(db, claim, imeis),
]
