import { type FairnessTables, fairnessIn, type PatrolFairness, type PublicShare } from '#modules/patrol/public'
import { isDemo, lastTwelveMonths, type Period } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { monthName } from '../screen-text.ts'

/** Whether patrols are where phones are taken: shares of visible patrol beside shares of victims' reports. */
export default definePage<FairnessTables>()({
  url: '/figures/patrols',
  title: 'Are patrols where phones are taken?',
  template: 'public/figure-patrols.njk',
  who: 'anyone',

  async load(_, { db }) {
    const period = await lastTwelveMonths(db)
    const running = await lastTwelveMonths(db, { withThis: true })
    return {
      published: shown(await fairnessIn(db, { demo: false, ...period }), period),
      simulated: (await isDemo(db)) ? shown(await fairnessIn(db, { demo: true, ...running }), running) : false,
    }
  },
})

const tooFew = 'too few to publish'
const number = (value: number) => value.toLocaleString('en-GB')
const percent = (share: number) => `${(100 * share).toFixed(1)}%`

function shown(fair: PatrolFairness, { from, to }: Period) {
  const { overlap, byLot, hours, reports, boroughs, deciles, elsewhere } = fair
  // One that is hidden had some: it is listed as too few.
  const some = boroughs.filter((one) => one.hours > 0 || (one.reports ?? 1) > 0)
  // Where all that there is may not be shown, a table would say so once a borough and nothing else.
  const fewOnly = hours === 0 && elsewhere === 0 && reports === null && some.every((one) => one.reports === null)
  const any = fewOnly ? [] : some
  return {
    says: saysOf(fair),
    period: `${monthName(from)} to ${monthName(monthBefore(to))}`,
    hours: number(hours),
    reports: reports === null ? tooFew : number(reports),
    byLot: byLot === undefined ? '' : percent(byLot),
    overlap: overlap === undefined ? '' : percent(overlap),
    elsewhere: elsewhere > 0 ? number(elsewhere) : '',
    // Where nobody patrolled at all, or nobody there and too few told, there is nothing to draw: it is in the table.
    bars: hours > 0 ? barsOf(any.filter((one) => one.hours > 0 || one.reports !== null)) : [],
    boroughs: any.map((one) => rowOf(one, hours > 0)),
    fewOnly,
    others: boroughs.length - any.length,
    deciles: deciles.map((one) => rowOf(one.name === 'edge' ? { ...one, name: 'Edge' } : one, hours > 0)),
    unlisted: fair.unlisted ? number(fair.unlisted) : '',
  }
}

function saysOf({ overlap, hours }: PatrolFairness): string {
  if (hours === 0) return 'No patrol was counted in these months.'
  if (overlap === undefined) return 'There are too few reports to say.'
  return `${Math.round(100 * overlap)}% of visible patrol time was where the reports are.`
}

/** Of no patrol at all there is no share. */
const rowOf = (
  { name, hours, shareOfPatrol, reports, shareOfReports, ratio }: PublicShare,
  isPatrolled: boolean,
): string[] => [
  ...[name, number(hours), isPatrolled ? percent(shareOfPatrol) : 'none', reports === null ? tooFew : number(reports)],
  shareOfReports === null ? tooFew : percent(shareOfReports),
  ratio === null || !isPatrolled ? 'none' : ratio.toFixed(1),
]

/** Two marks for each borough: patrol as a bar, reports as a line under it. */
function barsOf(rows: readonly PublicShare[]) {
  const most = Math.max(0.001, ...rows.map((one) => Math.max(one.shareOfPatrol, one.shareOfReports ?? 0)))
  const long = (share: number) => Math.round((share / most) * 1000) / 10
  return rows.map(({ name, shareOfPatrol, shareOfReports }) => ({
    ...{ name, patrol: percent(shareOfPatrol), patrolLong: long(shareOfPatrol) },
    reports: shareOfReports === null ? 'too few' : percent(shareOfReports),
    reportsLong: long(shareOfReports ?? 0),
  }))
}

function monthBefore(month: string): string {
  const [year = 0, at = 1] = month.split('-').map(Number)
  return at === 1 ? `${year - 1}-12` : `${year}-${String(at - 1).padStart(2, '0')}`
}
