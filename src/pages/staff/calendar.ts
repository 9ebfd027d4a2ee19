import { firstDayOf, nameOfMonth } from '#lib/cells/moment'
import {
  type CalendarRow,
  calendarRows,
  carnival,
  type LaunchTest,
  lastCounted,
  launchesByBorough,
  launchTests,
  londonSeason,
} from '#modules/patrol/public'
import { changeBars } from '../bars.ts'
import { definePage } from '../define-page.ts'
import { mayDo } from '../may-do.ts'
import { monthName } from '../screen-text.ts'

const dayWords = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })

/** Days to plan for: what is foretold for their months, how those went before, and what the counts say of launches. */
export default definePage()({
  url: '/staff/calendar',
  title: 'Days to plan for',
  template: 'staff/calendar.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,

  load: async (_, { now, caller }) => ({
    mayPlan: mayDo(caller, 'change', 'patrol'),
    rows: calendarRows(now()).map(shown),
    last: monthName(nameOfMonth(lastCounted())),
    ...seasonShown(),
    launches: (await launchTests()).map(launchShown),
    launchesSay: launchesSay(await launchTests()),
    boroughs: await boroughsSay(),
    carnival: carnivalSays(),
  }),
})

const number = (value: number | null) => (value === null ? '' : Math.round(value).toLocaleString('en-GB'))
/** `10% more`, `7% fewer`. */
export const change = (ratio: number): string => {
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  return percent === 0 ? 'as many' : `${percent}% ${ratio > 1 ? 'more' : 'fewer'}`
}

function shown(row: CalendarRow) {
  const { period, from, to, guessed, area, month, expected, low, high, dark_from: dark, before, factor_high } = row
  return {
    ...{ period, area, guessed, dark: dark || 'after midnight', month: monthName(month) },
    when: dayWords.formatRange(new Date(from), new Date(to)),
    expected: expected === null ? 'not known' : number(expected),
    between: low === null ? '' : `${number(low)} to ${number(high)}`,
    season:
      factor_high === null
        ? 'too few years'
        : `${change(row.month_factor)} than usual (${change(row.factor_low)} to ${change(factor_high)})`,
    before: before ? before.split('; ').map(yearShown) : [],
    hotspots: area === 'London' ? '/staff/hotspots' : `/staff/hotspots?borough=${encodeURIComponent(area)}`,
    plan: `/staff/shift?${new URLSearchParams({ day: from, ...(area !== 'London' && { borough: area }) })}`,
  }
}

/** `2019-08: 4488`, as a year and its thefts. */
function yearShown(said: string) {
  const [month = '', thefts] = said.split(': ')
  return `${month.slice(0, 4)}: ${number(Number(thefts))}`
}

/** `+13%`, for a mark that must be short. */
const signed = (ratio: number) => `${ratio < 1 ? '−' : '+'}${Math.round(Math.abs(ratio - 1) * 100)}%`

/** The picture: each month of the year beside what is usual, and its answer as a sentence. */
function seasonShown() {
  const season = londonSeason()
  const name = (monthOfYear: number) => monthWords.format(firstDayOf(monthOfYear) * 86_400_000)
  const top = season.reduce((a, b) => (b.factor > a.factor ? b : a))
  const least = season.reduce((a, b) => (b.factor < a.factor ? b : a))
  return {
    seasonSays: `${name(top.monthOfYear)} has ${change(top.factor)} thefts than usual, ${name(least.monthOfYear)} ${change(least.factor)}.`,
    bars: changeBars(
      season.map(({ monthOfYear, factor, low, high }) => ({
        says: `${name(monthOfYear)}: ${signed(factor)} (${signed(low)} to ${signed(high)})`,
        ...{ ratio: factor, low, high },
      })),
    ),
  }
}
const monthWords = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long' })

const launchShown = ({ of, launches, ratio, low, high, unadjusted, p, q, verdict }: LaunchTest) => ({
  ...{ of, launches, effect: change(ratio), between: `${change(low)} to ${change(high)}` },
  ...{ unadjusted: change(unadjusted), p: p.toFixed(3), q: q.toFixed(3) },
  verdict: { more: 'More', fewer: 'Fewer', 'none shown': 'None shown' }[verdict],
})

function launchesSay(tests: readonly LaunchTest[]): string {
  const named = (verdict: LaunchTest['verdict']) =>
    tests.filter((one) => one.verdict === verdict).map(({ of }) => of.toLowerCase())
  const [more, fewer] = [named('more'), named('fewer')]
  const rest = fewer.length
    ? ` Fewer thefts come after launches of ${fewer.join(' and ')}, which nobody can explain: it may be luck.`
    : ''
  if (more.length === 0)
    return `No sort of launch is followed by more thefts than its month of the year has anyway.${rest}`
  return `More thefts come after launches of ${more.join(' and ')}.${rest}`
}

async function boroughsSay(): Promise<string> {
  const { boroughs, more, fewer } = await launchesByBorough()
  if (more.length + fewer.length === 0)
    return `None of the ${boroughs} boroughs, taken alone, has clearly more or fewer thefts after a launch.`
  const named = (list: readonly string[], what: string) => (list.length ? [`${what} in ${list.join(', ')}`] : [])
  return `In each of ${boroughs} boroughs by itself: ${[...named(more, 'more'), ...named(fewer, 'fewer')].join('; ')}. In the others none was shown.`
}

function carnivalSays() {
  const found = carnival()
  if (!found) return undefined
  const { ratio, low, high, years } = found
  return {
    says: `${low > 1 ? 'Yes.' : 'Not for sure.'} In August, Kensington and Chelsea has ${ratio.toFixed(1)} times the share of London’s thefts that it has in July and September (${low.toFixed(1)} to ${high.toFixed(1)}).`,
    years: years.map((one) => ({ year: one.year, ratio: one.ratio.toFixed(1) })),
  }
}
