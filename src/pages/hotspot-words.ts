import { classes, type EmergingClass } from '#lib/stats/emerging'
import {
  isVehicle,
  type LookedAt,
  type MadeBy,
  madeByOf,
  methodWords,
  type NextMonth,
  type PastLists,
  type Source,
  type Wanted,
  whyOf,
} from '#modules/patrol/public'
import { vehicleWords } from '#modules/reports/public'
import { longDay, monthName } from './screen-text.ts'

/** What reports may be asked for alone, as a list of choices and a sentence say it. */
export const wantedWords = (wanted: Wanted): string =>
  isVehicle(wanted) ? `They got away ${vehicleWords[wanted].toLowerCase()}` : (methodWords[wanted] ?? '')

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** How a square became a hotspot, in words. A cold square is on no list, but may be one that fell quiet lately. */
const came: Readonly<Record<string, string>> = {
  new: 'New',
  consecutive: 'New, and still there',
  intensifying: 'Lasting, growing',
  persistent: 'Lasting',
  diminishing: 'Lasting, fading',
  sporadic: 'On and off',
  oscillating: 'On and off, quiet before',
  historical: 'Over: it was lasting',
  none: 'No pattern to tell from chance',
}

export function cameSays(found: EmergingClass | undefined): string {
  if (found === undefined) return 'Too short a time to tell'
  const [name = 'none', side] = found.split(' ')
  return side === 'cold' ? 'Quiet' : (came[name] ?? name)
}

/** The same for a script: of each class its words. */
export const cameWords: Readonly<Record<string, string>> = Object.fromEntries(
  classes.map((name) => [name, cameSays(name)]),
)

/** A moment that a map can be asked for: a month that was published, or a day. */
export const momentSays = (at: string): string => (at.length === 7 ? monthName(at) : longDay(at))

type Said = Pick<LookedAt, 'source' | 'at' | 'moments' | 'firstMonth' | 'thefts' | 'method' | 'madeBy'>

/** Which of the two foretells where: on every list, map and sheet. */
export function madeBySays(madeBy: MadeBy, source: Source): string {
  if (madeBy.by === 'learned')
    return `Made by the learned model, released for ${monthName(madeBy.month)} by the back-test of ${longDay(madeBy.triedAt)}.`
  if (madeBy.by === 'snatch')
    return 'Made by the decayed counts of snatches and thefts off tables at such hours. No learned model is used.'
  return source === 'reports'
    ? 'Made by the decayed count. No learned model is released for reports: it is tried on published months alone.'
    : 'Made by the decayed count, not by a learned model.'
}

/** What is counted, how, over which time, and what the list is made by: the sentence above each map. */
export function methodSays(said: Said): string {
  const { source, at, moments, firstMonth, thefts, method } = said
  if (!firstMonth) return 'Nothing is counted yet.'
  const from = monthName(firstMonth)
  const isNow = at === moments[0]
  const what =
    source === 'published'
      ? `${number.format(thefts)} thefts from the person in London that the police published, from ${from} to the end of ${momentSays(at)}`
      : `${number.format(thefts)} thefts${method ? ` (${wantedWords(method).toLowerCase()})` : ''} that victims reported to Ringback, in squares with 3 or more, from ${from} until ${isNow ? 'now' : `the end of ${momentSays(at)}, as we know them today`}`
  const left = method ? ' Squares where a figure would give away one or two reports of any kind are left out.' : ''
  return `${what}.${left} Each counts half after 91 days, and half of that after 91 more (a decayed count), in squares of 150 metres. ${madeBySays(madeByOf(said), source)}`
}

export const simulatedSays = 'These reports are simulated, and so are their days and hours.'

/** What is expected next, which of the two makes the list, and why. */
export function nextSays({ month, total, release, learnedIn, triedAt, triedBefore }: NextMonth) {
  const uses = learnedIn ? 'learned' : 'floor'
  const tried = triedAt ? ` It was tried on the thefts that are here, on ${longDay(triedAt)}.` : ''
  const before = triedBefore
    ? `It was last tried on ${longDay(triedBefore)}, on other thefts.`
    : 'It was never tried here.'
  const list =
    uses === 'learned'
      ? 'The list, the map and plans are made by the learned model. The weights beside it are the floor, which is always shown.'
      : 'Each square gets its share of the weights: that is the floor. The list, the map and plans are made by it.'
  return {
    ...{ uses, tried: release !== undefined },
    monthName: monthName(month),
    expects: `For ${monthName(month)} we expect ${number.format(total)} thefts in London. ${list}`,
    release: release
      ? `${whyOf(release, { things: 'thefts', periods: 'months' })}${tried}`
      : `The learned model was not tried on these months, so the floor is used. ${before} It is tried by itself within half an hour of an import, when few reports come; the command “ringback forecast” does it at once.`,
  }
}

/** How lists as this one did: each of the two has its own record. */
export function recordSays({ months, hit, right }: PastLists, { madeBy }: Pick<LookedAt, 'madeBy'>): string {
  const learned = madeBy?.by === 'learned'
  if (months.length === 0)
    return learned
      ? 'The learned model was released for no month before that is over, so its lists have no record yet.'
      : 'There are no earlier months yet to hold such lists against.'
  const over = months.length === 1 ? 'month' : `${months.length} months`
  const which = learned
    ? `${over} for which it was released, the learned model’s lists`
    : `${over} before, lists by decayed count`
  return `In the ${which}, made before each month, held ${percent(hit)} of its thefts. A theft followed in ${percent(right)} of the squares.`
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`

/** In words: whether so many there can be chance, once it is allowed for how many squares were looked at. */
export const chanceSays = (q: number): string =>
  q < 0.001 ? 'less than 1 in 1,000' : q < 0.05 ? 'less than 1 in 20' : 'may be chance'

/** How often luck alone brings as many to one square, rounded so that it says no more than is known. */
export function luckSays(chance: number | undefined): string {
  if (chance === undefined) return 'not known'
  if (chance > 0.5) return 'as usual'
  const once = 1 / Math.max(chance, 1e-6)
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(once)) - 1)
  return `${chance < 1e-6 ? 'less than ' : ''}1 in ${number.format(Math.floor(once / digits) * digits)}`
}
