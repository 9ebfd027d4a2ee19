import { type DoneTables, doneOf, visibleShifts } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { boroughOf, shownDone, shownShift } from '../shift-shown.ts'

const shownMs = 28 * 24 * 3_600_000

/** The shifts of four weeks: planned minutes beside those that were walked. */
export default definePage<DoneTables>()({
  url: '/staff/dosage',
  title: 'Patrols: planned and done',
  template: 'staff/dosage.njk',
  who: { act: 'look', record: 'patrol' },
  console: true,

  async load(_, { db, tenant, now }) {
    const begun = await visibleShifts(db, tenant, { since: new Date(now().getTime() - shownMs), until: now() })
    const plans = begun.map(({ plan, body }) => ({ ...body, plan, callSigns: [] }))
    const rows = (await doneOf(db, plans)).map(({ plan, done }) => {
      const { rows: squares, ...sums } = shownDone(plan, done)
      const running = Date.parse(plan.ends) > now().getTime()
      return {
        ...sums,
        plan: plan.plan,
        borough: boroughOf(plan),
        when: shownShift(plan),
        squares: squares.length,
        running,
      }
    })
    return { rows, says: says(rows) }
  },
})

function says(rows: readonly { planned: number; achieved: number; running: boolean }[]): string {
  const over = rows.filter(({ running }) => !running)
  const planned = over.reduce((sum, row) => sum + row.planned, 0)
  const achieved = over.reduce((sum, row) => sum + row.achieved, 0)
  if (planned === 0) return 'No planned shift is over yet.'
  return `Of ${planned.toLocaleString('en-GB')} planned minutes, ${achieved.toLocaleString('en-GB')} were walked: ${Math.round((achieved / planned) * 100)}%.`
}
