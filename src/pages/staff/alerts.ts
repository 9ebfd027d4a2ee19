import { problem } from '#http'
import { type AlertRow, alertsOfForce, type DutyTable, type OfficerAlert, onDuty } from '#modules/patrol/public'
import { opened } from '../alert-shown.ts'
import { definePage } from '../define-page.ts'

/** The control room: what its officers were told in the last hour, who goes, and who is on duty. */
export default definePage<DutyTable & OfficerAlert>()({
  url: '/staff/alerts',
  title: 'Alerts',
  template: 'staff/alerts.njk',
  who: { act: 'look', record: 'duty' },
  purpose: 'respond-to-theft',
  console: true,

  async load(_, { db, audit, vault, caller, tenant, now }) {
    if (caller.kind !== 'staff' || !caller.roles.includes('control-room-operator')) return problem('not-your-role')
    await audit('look', `duty-of/${tenant}`)
    const rows = await alertsOfForce(db, tenant, now())
    const alerts = []
    for (const told of Map.groupBy(rows, ({ alert }) => alert).values()) {
      const [row] = told
      if (row) alerts.push({ ...(await opened({ db, audit, vault }, row, now())), told: told.map(officerOf) })
    }
    const duty = (await onDuty(db, tenant, now())).map((one) => ({ ...officerOf(one), place: placeOf(one, now()) }))
    return { alerts, duty }
  },
})

type Officer = Partial<Pick<AlertRow, 'answer'>> & {
  call_sign: string | null
  role: string | null
  covert: boolean | null
}

const officerOf = ({ call_sign, role, covert, answer }: Officer) => ({
  name: call_sign ?? (role ? role.replaceAll('-', ' ') : 'off duty now'),
  plainClothes: covert ?? false,
  says: answer === 'going' ? 'goes' : answer === 'cannot' ? 'cannot' : 'no answer yet',
})

type Where = { place: string | null; easting: number | null; fresh_until: Date | string | null }

const placeOf = ({ place, easting, fresh_until }: Where, now: Date) => {
  if (easting === null || fresh_until === null || new Date(fresh_until) <= now) return 'not known'
  return place ?? 'their device tells'
}
