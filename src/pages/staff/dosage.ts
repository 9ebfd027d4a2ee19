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
import {
  type LatePartnerTables,
  latePartners,
  lateSeconds,
  type PartnerGap,
  type PartnerGaps,
  type PartnerWeek,
  silentMinutes,
} from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { shownDay } from '../shift-clock.ts'
import { boroughOf, shownDone, shownShift } from '../shift-shown.ts'

const shownMs = 28 * 24 * 3_600_000

/** The shifts of four weeks: planned minutes beside those that were walked. */
export default definePage<DoneTables & GapTables & LatePartnerTables>()({
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
    const [found, late] = await Promise.all([
      gapsUntil(db, demandSource('reports', context), now()),
      latePartners(db, { tenant, now: now() }),
    ])
    const gaps = {
      ...{ says: gapsSay(found), partnersSay: partnersSay(late), days: gapDays, lateSeconds, silentMinutes },
      rows: [...found.gaps.slice(0, mostGaps).map(gapShown), ...late.gaps.map(partnerShown)],
    }
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
  ...{ name: `${one.borough}, ${one.part}`, asked: `${one.reports} reports`, had: `${one.minutes} min of patrol` },
  was: one.isNew ? 'new' : `${one.reportsBefore} reports, ${one.minutesBefore} min`,
})

function partnersSay({ gaps, closed, asked }: PartnerGaps): string {
  if (asked === 0) return 'No partner was asked for anything this week.'
  return `${gaps.length} of ${asked} partners ${gaps.length === 1 ? 'was' : 'were'} late or silent this week; ${closed} of last week’s are not any more.`
}

const missedOf = ({ late, silent }: PartnerWeek) => late + silent
const trendWords = { new: 'new', worse: 'worse than last week', same: 'as last week', better: 'better than last week' }

const partnerShown = (one: PartnerGap) => ({
  name: `${one.name}, ${one.since ? `since ${shownDay(one.since)}` : 'for two weeks or more'}`,
  asked: `${one.orders} orders`,
  had: `${one.orders - missedOf(one)} in time, ${one.late} late, ${one.silent} without an answer`,
  was: `${trendWords[one.trend]}: ${missedOf(one.before)} of ${one.before.orders} were missed`,
})

type ShiftSums = { planned: number; achieved: number; stops: number; wholeStops: number; running: boolean }

function says(rows: readonly ShiftSums[]): string {
  const over = rows.filter(({ running }) => !running)
  const sum = (what: 'planned' | 'achieved' | 'stops' | 'wholeStops') => over.reduce((all, row) => all + row[what], 0)
  const [planned, achieved] = [sum('planned'), sum('achieved')]
  if (planned === 0) return 'No planned shift is over yet.'
  return `Of ${planned.toLocaleString('en-GB')} planned minutes, ${achieved.toLocaleString('en-GB')} were walked: ${Math.round((achieved / planned) * 100)}%. ${sum('wholeStops')} of ${sum('stops')} stops lasted 12 minutes or more.`
}
