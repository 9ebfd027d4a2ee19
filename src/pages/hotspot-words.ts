import { classes, type EmergingClass } from '#lib/stats/emerging'
import { isVehicle, type LookedAt, methodWords, type NextMonth, type Wanted, whyOf } from '#modules/patrol/public'
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

type Said = Pick<LookedAt, 'source' | 'at' | 'moments' | 'firstMonth' | 'thefts' | 'method'>

/** What is counted, how, and over which time: the sentence above each map. */
export function methodSays({ source, at, moments, firstMonth, thefts, method }: Said): string {
  if (!firstMonth) return 'Nothing is counted yet.'
  const from = monthName(firstMonth)
  const isNow = at === moments[0]
  const what =
    source === 'published'
      ? `${number.format(thefts)} thefts from the person in London that the police published, from ${from} to the end of ${momentSays(at)}`
      : `${number.format(thefts)} thefts${method ? ` (${wantedWords(method).toLowerCase()})` : ''} that victims reported to Ringback, in squares with 3 or more, from ${from} until ${isNow ? 'now' : `the end of ${momentSays(at)}, as we know them today`}`
  const left = method ? ' Squares where a figure would give away one or two reports of any kind are left out.' : ''
  return `${what}.${left} Each counts half after 91 days, and half of that after 91 more (a decayed count), in squares of 150 metres.`
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
    expects: `For ${monthName(month)} we expect ${number.format(total)} thefts in London. ${list}`,
    release: release
      ? `${whyOf(release, { things: 'thefts', periods: 'months' })}${tried}`
      : `The learned model was not tried on these months, so the floor is used. ${before} It is tried by itself within half an hour of an import, when few reports come; the command “ringback forecast” does it at once.`,
  }
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
