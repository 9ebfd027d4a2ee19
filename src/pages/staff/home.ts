import type { Kysely } from 'kysely'
import { type Caller, type Purpose, purposes } from '#http'
import { matrix } from '#http/access/matrix'
import { type ListAppealTable, listAppealsOverdue } from '#modules/blocklist/public'
import { type PatternQueueTables, patternsStand } from '#modules/patrol/public'
import { conflictsOverdue, type QueueTables } from '#modules/reports/public'
import { type DeskItem, deskAlarms } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { doorsFor } from '../staff-doors.ts'

/** Where staff arrive: who they are signed in as, and for which purpose they look from now on. */
export default definePage<QueueTables & ListAppealTable & DeskItem & PatternQueueTables>()({
  url: '/staff',
  title: 'Staff',
  template: 'staff/home.njk',
  who: 'anyone', // signed out, it says where to sign in; it holds no record
  load: async (_, { caller, db, now, purpose }) => ({
    choices: purposesOf(caller),
    waits: doorsFor(caller).filter(({ group }) => group === 'waits'),
    does: doorsFor(caller).filter(({ group }) => group === 'does'),
    chosen: purpose ?? false,
    late: settles(caller) ? await lateFor(db as never, caller.tenant, now()) : 0,
    patterns: readsPatterns(caller) ? (await patternsStand(db as never, caller.tenant)).waiting : 0,
    desk: settles(caller) ? await deskAlarms(db as never, caller.tenant, now()) : { late: 0, soon: 0 },
  }),
})

const lateFor = async (db: Kysely<QueueTables & ListAppealTable>, tenant: string, now: Date) =>
  (await conflictsOverdue(db as never, tenant, now)) + (await listAppealsOverdue(db as never, tenant, now))

/** The purposes that this caller's roles have for any record, with the lawful basis of each. */
function purposesOf(caller: Caller): { value: Purpose; says: string; law: string }[] {
  if (caller.kind !== 'staff') return []
  const held = matrix.filter(({ role }) => caller.roles.includes(role)).flatMap((row) => row.purposes)
  return [...new Set(held)].map((value) => ({ value, says: purposes[value][0], law: purposes[value][1] }))
}

/** Whether patterns in the reports of all wait for this caller. A count alone: no place is looked at. */
const readsPatterns = (caller: Caller): caller is Caller & { kind: 'staff' } =>
  caller.kind === 'staff' &&
  matrix.some(
    ({ role, record, may, reach }) =>
      caller.roles.includes(role) && record === 'hotspot' && may.includes('change') && reach === 'all',
  )

/** Whether it is for this caller to settle what speaks against a report. A count alone: no record is looked at. */
function settles(caller: Caller): caller is Caller & { kind: 'staff' } {
  if (caller.kind !== 'staff') return false
  return matrix.some(
    ({ role, record, may }) => caller.roles.includes(role) && record === 'theft-report' && may.includes('change'),
  )
}
