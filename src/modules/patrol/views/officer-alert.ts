import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { AlertAnswered } from '../events/alert-answered.ts'
import { AlertVerified } from '../events/alert-verified.ts'
import { OfficersAlerted } from '../events/officers-alerted.ts'

export type OfficerAlert = {
  officer_alert: {
    alert: string
    officer: string
    shift: string
    turn: number
    force: string
    case_id: string
    method: string
    verified: boolean
    source: string
    direction: string | null
    place: string
    description: string | null
    reported_at: string
    alerted_at: string
    until: string
    answer: string | null
    answered_at: string | null
    ended: boolean
    danger: boolean
  }
}

/** One row an officer and alert. Inline: its key on (shift, turn) is the cap on alerts, whoever alerts at the same time. */
export const officerAlert = defineView<OfficerAlert>('officer_alert', 'inline', (on) => [
  on(OfficersAlerted, (db, { case: case_id, officers, direction = null, description = null, ...told }, { at }) =>
    db.insertInto('officer_alert').values(
      officers.map((officer) => ({
        ...{ ...officer, case_id, direction, description, alert: told.alert, method: told.method },
        ...{ verified: told.verified, source: told.source, place: told.place, until: told.until },
        ...{ reported_at: told.reportedAt, alerted_at: at, answer: null, answered_at: null, ended: false },
        danger: told.danger ?? false,
      })),
    ),
  ),

  on(AlertAnswered, (db, { alert, officer, answer }, { at }) =>
    db
      .updateTable('officer_alert')
      .set({ answer, answered_at: at })
      .where('alert', '=', alert)
      .where('officer', '=', officer),
  ),

  on(AlertVerified, (db, { alert, description = null }) =>
    db.updateTable('officer_alert').set({ verified: true, description }).where('alert', '=', alert),
  ),

  // Said again with proof, of a theft that officers know.
  on(ReportJoined, (db, { case: theft, danger }) =>
    danger ? db.updateTable('officer_alert').set({ danger }).where('case_id', '=', theft) : [],
  ),

  on(ReportWithdrawn, (db, { case: theft }) => ended(db, theft)),
  on(CaseClosed, (db, { case: theft }) => ended(db, theft)),
])

const ended = (db: Kysely<OfficerAlert>, theft: string) =>
  db.updateTable('officer_alert').set({ ended: true }).where('case_id', '=', theft)
