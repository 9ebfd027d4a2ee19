import {
  type DoneTables,
  demandSource,
  doneOf,
  type Gap,
  type GapTables,
  gapDays,
  gapsUntil,
  visibleShifts,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { boroughOf, shownDone, shownShift } from '../shift-shown.ts'

const shownMs = 28 * 24 * 3_600_000

/** The shifts of four weeks: planned minutes beside those that were walked. */
export default definePage<DoneTables & GapTables>()({
  url: '/staff/dosage',
  title: 'Patrols: planned and done',
  template: 'staff/dosage.njk',
  who: { act: 'look', record: 'patrol' },
  console: true,

  async load(_, context) {
    const { db, tenant, now } = context
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
    const found = await gapsUntil(db, demandSource('reports', context), now())
    const gaps = { ...found, says: gapsSay(found), rows: found.gaps.slice(0, mostGaps).map(gapShown), days: gapDays }
    return { rows, says: says(rows), gaps }
  },
})

const mostGaps = 30
const percent = (share: number) => `${Math.round(100 * share)}%`

function gapsSay({ gaps, closed, share, shareBefore }: Awaited<ReturnType<typeof gapsUntil>>): string {
  if (share === undefined) return 'Nothing was reported, so there is nothing to hold patrols against.'
  const before = shareBefore === undefined ? 'nothing was reported' : `it was ${percent(shareBefore)}`
  const fresh = gaps.filter(({ isNew }) => isNew).length
  return `${percent(share)} of reports were where and when hardly any patrol was. In the four weeks before ${before}. ${fresh} of ${gaps.length} gaps are new, ${closed} are closed.`
}

const gapShown = (one: Gap) => ({
  ...one,
  was: one.isNew ? 'new' : `${one.reportsBefore} reports, ${one.minutesBefore} min`,
})

function says(rows: readonly { planned: number; achieved: number; running: boolean }[]): string {
  const over = rows.filter(({ running }) => !running)
  const planned = over.reduce((sum, row) => sum + row.planned, 0)
  const achieved = over.reduce((sum, row) => sum + row.achieved, 0)
  if (planned === 0) return 'No planned shift is over yet.'
  return `Of ${planned.toLocaleString('en-GB')} planned minutes, ${achieved.toLocaleString('en-GB')} were walked: ${Math.round((achieved / planned) * 100)}%.`
}
