import { announce } from '#http'
import { defineReaction, type Tools } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { AlertAnswered } from '../events/alert-answered.ts'
import { AlertVerified } from '../events/alert-verified.ts'
import { OfficersAlerted } from '../events/officers-alerted.ts'
import type { OfficerAlert } from '../views/officer-alert.ts'

/** Wakes the live pages of the officers who were told of a case, and of their control rooms. */
export const announceAlerts = defineReaction<OfficerAlert>('announce-alerts', (on) => [
  on(OfficersAlerted, ({ case: theft }, _, tools) => wake(theft, tools)),
  on(AlertVerified, ({ case: theft }, _, tools) => wake(theft, tools)),
  on(AlertAnswered, ({ case: theft }, _, tools) => wake(theft, tools)),
  on(ReportJoined, async ({ case: theft, danger }, _, tools) => {
    if (danger) await wake(theft, tools)
  }),
  on(ReportWithdrawn, ({ case: theft }, _, tools) => wake(theft, tools)),
  on(CaseClosed, ({ case: theft }, _, tools) => wake(theft, tools)),
])

async function wake(theft: string, { db }: Tools<OfficerAlert>): Promise<void> {
  const rows = await db.selectFrom('officer_alert').select(['officer', 'force']).where('case_id', '=', theft).execute()
  const topics = new Set(rows.flatMap(({ officer, force }) => [`duty/${officer}`, `alerts/${force}`]))
  for (const topic of topics) await announce(db, topic)
}
