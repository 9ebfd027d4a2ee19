import type { Kysely } from 'kysely'
import { problem } from '#http'
import {
  byFloor,
  eachBorough,
  hotspotsAsked,
  hotspotsOf,
  listed,
  nameOfSquare,
  nextMonth,
  pastLists,
  type ReportedCellTables,
  type Stays,
  stays,
  type WhyHere,
  weekDial,
  whyHere,
} from '#modules/patrol/public'
import { cameSays, chanceSays, luckSays, methodSays, nextSays, percent, simulatedSays } from './hotspot-words.ts'
import { monthName } from './screen-text.ts'

/** Why one square is on the list, in figures that a commander can check. */
export async function squareShown(
  db: Kysely<ReportedCellTables>,
  cell: number,
  asked: Parameters<typeof hotspotsAsked>[1],
) {
  const { look, spots, came: known } = await hotspotsAsked(db, asked)
  const spot = spots.find((one) => one.cell === cell)
  if (!spot) return problem('not-found', { detail: 'This square is not on the list any more. Go back to the list.' })
  const [past, next, came] = [pastLists(look), nextMonth(look), await known()]
  // What would take it off is told of the floor's list: of the learned model's no sum says it.
  const byWeight = look.learned ? hotspotsOf(byFloor(look)) : spots
  const onFloor = byWeight.find((one) => one.cell === cell)
  const off = onFloor && stays(look.counts.decayed.on(look.day), look.london, cell)
  const why = whyHere(look, spot, { off, past })
  return {
    ...{ method: methodSays(look), came: cameSays(came?.(cell)), at: look.at, isNow: look.at === look.moments[0] },
    ...(next
      ? { next: nextSays(next), expectedNext: (next.learnedIn?.(cell) ?? next.expectedIn(spot.score)).toFixed(1) }
      : { next: false }),
    ...{ dial: (why.week && weekDial(why.week)) ?? false, simulated: look.simulated && simulatedSays },
    ...{ of: look.source, spot, name: nameOfSquare(cell) },
    ...{ chance: chanceSays(spot.q), weight: spot.score.toFixed(1) },
    recent: why.recent.map(({ over, thefts, expected, chance, corrected }) => [
      ...[capital(over), `${thefts}`, expected?.toFixed(expected < 10 ? 1 : 0) ?? 'not known'],
      ...[luckSays(chance), corrected === undefined ? 'not known' : chanceSays(corrected)],
    ]),
    ...{
      offSays: onFloor
        ? offSays(why, off)
        : 'By its weight alone it would not be on it: the learned model put it there.',
      isByLearned: look.learned !== undefined,
    },
    past: { ...why.past, right: percent(past.right), months: past.months.length },
    months: why.months.map(({ month, thefts, isOver }) => ({
      ...{ month: isOver ? monthName(month) : `${monthName(month)}, so far`, thefts },
    })),
    most: Math.max(1, ...why.months.map(({ thefts }) => thefts)),
  }
}

/** What takes a square off the list by its weight, as it is computed (`stays`): from today's weights of the squares after it. */
function offSays({ offAfterDays, spot }: WhyHere, off: Stays | undefined): string {
  if (!off || offAfterDays === undefined)
    return 'No number of days: so few squares have a theft that each of them is listed.'
  const next = off.among === 'London' ? `the first ${listed} of London` : `the first ${eachBorough} of ${spot.borough}`
  const days = Math.ceil(offAfterDays)
  if (days === 0) return `It is the last of ${next} by its weight: one theft elsewhere can be enough.`
  return `${days} ${days === 1 ? 'day' : 'days'} without a theft here, while thefts elsewhere go on: the squares after it must keep the weight that they have today. Then others fill ${next}. If no theft came anywhere, all would fade alike, and it would stay.`
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
