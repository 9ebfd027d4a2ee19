import type { Kysely } from 'kysely'
import { lastsMs } from './alert.ts'
import type { DutyTable } from './duty.ts'
import type { OfficerAlert } from './views/officer-alert.ts'

export type AlertRow = OfficerAlert['officer_alert']

/** What an officer was told in the last half hour: whoever is in danger first, then the newest. */
export const alertsOf = (db: Kysely<OfficerAlert>, officer: string, now: Date): Promise<AlertRow[]> =>
  db
    .selectFrom('officer_alert')
    .selectAll()
    .where('officer', '=', officer)
    .where('alerted_at', '>', new Date(now.getTime() - lastsMs).toISOString())
    .orderBy('danger', 'desc')
    .orderBy('alerted_at', 'desc')
    .execute()

/** How many others go to each of these alerts, as one of them may see it: an officer in plain clothes is not counted. */
export async function othersGoing(
  db: Kysely<OfficerAlert & DutyTable>,
  alerts: readonly string[],
  officer: string,
): Promise<Map<string, number>> {
  if (alerts.length === 0) return new Map()
  const rows = await db
    .selectFrom('officer_alert')
    .innerJoin('duty', 'duty.officer', 'officer_alert.officer')
    .select('alert')
    .where('alert', 'in', alerts)
    .where('answer', '=', 'going')
    .where('officer_alert.officer', '<>', officer)
    .where('covert', '=', false)
    .execute()
  return new Map([...Map.groupBy(rows, ({ alert }) => alert)].map(([alert, going]) => [alert, going.length]))
}

/** What a force's officers were told in the last hour, with who of them goes: for its control room. */
export const alertsOfForce = (db: Kysely<OfficerAlert & DutyTable>, force: string, now: Date) =>
  db
    .selectFrom('officer_alert')
    .leftJoin('duty', 'duty.shift', 'officer_alert.shift')
    .selectAll('officer_alert')
    .select(['duty.call_sign', 'duty.role', 'duty.covert'])
    .where('force', '=', force)
    .where('alerted_at', '>', new Date(now.getTime() - 2 * lastsMs).toISOString())
    .orderBy('danger', 'desc')
    .orderBy('alerted_at', 'desc')
    .orderBy('turn')
    .execute()

/** A force's officers on duty, for its control room: it alone sees who is in plain clothes. */
export const onDuty = (db: Kysely<DutyTable>, force: string, now: Date) =>
  db.selectFrom('duty').selectAll().where('tenant', '=', force).where('ends_at', '>', now).orderBy('began_at').execute()
