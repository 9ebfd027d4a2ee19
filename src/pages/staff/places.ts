import { momentOf, nameOfMonth } from '#lib/cells/moment'
import {
  type BeforeAndAfter,
  type BoroughShare,
  boroughShares,
  eachBorough,
  faultOfPlace,
  hotspotsOf,
  type JudgedWorks,
  kindShares,
  lastingIn,
  leastRecall,
  madeByOf,
  type NotYet,
  type OwnBoroughTables,
  PlacesAsked,
  placesLook,
  type ReportedCellTables,
  type Source,
  seesReports,
  type ToRedesign,
  toRedesign,
  type WorksTables,
  worksOf,
  worksWithin,
  worksWords,
} from '#modules/patrol/public'
import { drawnBars, percentOf, shortName, whole } from '../bars.ts'
import { definePage } from '../define-page.ts'
import { madeBySays } from '../hotspot-words.ts'
import { mayDo } from '../may-do.ts'
import { longDay, monthName } from '../screen-text.ts'

const shown = 12
const charted = 8

/** Places for councils: what sort they are, which to look at again and why, what was changed and whether it helped. */
export default definePage<ReportedCellTables & WorksTables & OwnBoroughTables>()({
  url: '/staff/places',
  title: 'Places',
  template: 'staff/places.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: PlacesAsked,

  async load({ of, borough }, context) {
    const { db, tenant, caller } = context
    const look = await placesLook({ of, borough }, context)
    const kinds = kindShares(look)
    const places = toRedesign(look, borough, shown)
    const within = mayDo(caller, 'change', 'street-works') ? await worksWithin(db, tenant) : []
    const judged = await worksOf(db, { look, tenant, borough })
    return {
      ...{
        of,
        seesReports: seesReports(context),
        borough,
        boroughs: [...look.london.boroughs].sort(),
      },
      period: periodOf(of, look.at),
      ...kindsShown(kinds),
      places: places.map((place) => ({
        ...placeShown(place),
        mayRecord: !faultOfPlace(within, place.lasting.borough),
      })),
      total: lastingIn(look, borough).length,
      works: judged.map(worksShown),
      madeBy: madeBySays(madeByOf(look), of),
      ...sharesShown(boroughShares(look, hotspotsOf(look))),
    }
  },
})

/** The twelve months that are counted, by name: what the police publish is older than the day. */
function periodOf(of: Source, last: string): string {
  const month = momentOf(last)?.month
  return of === 'published' && month !== undefined
    ? `${monthName(nameOfMonth(month - 11))} to ${monthName(last)}`
    : 'the last twelve months'
}

function sharesShown(shares: readonly BoroughShare[]) {
  const outer = shares.filter((one) => one.outer && one.recall !== undefined)
  const below = outer.filter((one) => one.below).map(({ borough }) => borough)
  const least = outer.toSorted((a, b) => (a.recall ?? 1) - (b.recall ?? 1))[0]
  return {
    ...{ eachBorough, leastRecall: percentOf(leastRecall), below: below.join(', ') },
    least: least ? { name: least.borough, recall: percentOf(least.recall ?? 0) } : false,
    shares: shares.map(({ borough: name, weight, squares, listed, floor, thefts, recall, outer: isOuter }) => [
      ...[isOuter ? `${name} (outer)` : name, percentOf(weight), whole(squares), percentOf(listed), percentOf(floor)],
      ...[whole(thefts), recall === undefined ? 'none yet' : percentOf(recall)],
    ]),
  }
}

function kindsShown(kinds: ReturnType<typeof kindShares>) {
  const [first] = kinds.filter(({ thefts }) => thefts > 0)
  const says = first
    ? `A square with a ${first.name.toLowerCase()} has ${first.timesAsMany.toFixed(0)} times the thefts of a square anywhere.`
    : 'No theft is counted yet.'
  return {
    kindsSay: says,
    bars: drawnBars(
      kinds.slice(0, charted).map(({ name, timesAsMany }) => ({
        says: `${shortName(name)}: ${timesAsMany.toFixed(1)} times`,
        value: timesAsMany,
      })),
    ),
    kinds: kinds.map(({ name, places, squares, thefts, share, timesAsMany }) => [
      ...[name, whole(places), whole(squares), whole(thefts), percentOf(share), timesAsMany.toFixed(1)],
    ]),
  }
}

const said = (count: ToRedesign['thefts']) => (typeof count === 'number' ? whole(count) : count)

const placeShown = ({ lasting: { cell, borough }, thefts, before, near, reasons, works }: ToRedesign) => ({
  ...{ cell, near, borough, reasons, thefts: said(thefts), before: before === undefined ? '' : said(before) },
  works: works.map((kind) => worksWords[kind]),
})

const notYet: Readonly<Record<NotYet, string>> = {
  'too-soon': 'Too soon to say: three whole months after it are not counted yet.',
  'no-past': 'Nothing can be said: fifteen months before it are not counted.',
  'no-controls': 'Nothing can be said: no other square of the borough stood as high on the list.',
}

function worksShown({ kind, near, doneOn, outcome, squares }: JudgedWorks) {
  return { what: worksWords[kind], near, squares, doneOn: longDay(doneOn), says: outcomeSays(outcome) }
}

function outcomeSays(outcome: BeforeAndAfter | NotYet): string {
  if (typeof outcome === 'string') return notYet[outcome]
  const { months, from, to, before, after, controls, effect } = outcome
  const period = `${months} months on each side, ${monthName(from)} to ${monthName(to)}, without the year before it`
  const counts = `${whole(before)} thefts before and ${whole(after)} after; in ${controls.squares} squares like it ${whole(controls.before)} and ${whole(controls.after)}`
  return `${counts} (${period}). ${verdictSays(effect)}`
}

function verdictSays({ verdict, ratio, ratioInterval: [low, high] }: BeforeAndAfter['effect']): string {
  const than = (value: number) => `${Math.abs(Math.round(100 * (value - 1)))}% ${value < 1 ? 'fewer' : 'more'}`
  const range = `between ${than(low)} and ${than(high)}`
  if (verdict === 'none shown')
    return `No effect was shown: it could be anything ${range}, and luck alone does as much.`
  return `About ${than(ratio)} than without it; ${range}.`
}
