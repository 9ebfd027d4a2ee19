import {
  hidesHours,
  hoursOfDay,
  isNight,
  kindWords,
  nightOf,
  nightSquares,
  nightTold,
  PlacesAsked,
  placesLook,
  type ReportedCellTables,
  venueRepeats,
} from '#modules/patrol/public'
import { drawnBars, whole } from '../bars.ts'
import { definePage } from '../define-page.ts'
import { percent } from '../hotspot-words.ts'
import { squareIn } from '../shift-shown.ts'

const shown = 40

/** Thefts at night, from reports to Ringback alone: what the police publish has no hours. */
export default definePage<ReportedCellTables>()({
  url: '/staff/places/night',
  title: 'Thefts at night',
  template: 'staff/place-night.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: PlacesAsked.pick({ borough: true }),

  async load({ borough }, context) {
    const look = await placesLook({ of: 'reports', borough }, context)
    const squares = nightSquares(look, borough)
    const week = look.counts.week()
    const { night, all } = nightOf(week)
    return {
      ...{ borough, boroughs: [...look.london.boroughs].sort(), total: squares.length },
      says: `${percent(all > 0 ? night / all : 0)} of the ${whole(all)} thefts in London whose hour we know are between 10 pm and 6 am.`,
      isTold: !hidesHours(look),
      bars: drawnBars(
        hoursOfDay(week).map((value, hour) => ({
          says: `${clock(hour)}${isNight(hour) ? ', night' : ''}: ${whole(value)}`,
          value,
        })),
      ),
      rows: squares
        .slice(0, shown)
        .map((one) => [squareIn(one.borough, one.cell), one.borough, ...figuresOf(nightTold(one))]),
      venues: venueRepeats(squares)
        .slice(0, shown)
        .map((one) => [
          ...[squareIn(one.borough, one.cell), one.borough, one.kinds.map((kind) => kindWords[kind]).join(', ')],
          said(one.night),
        ]),
    }
  },
})

/** At night, of how many, and which share that is: as far as they may be told. */
const figuresOf = ({ night, all }: ReturnType<typeof nightTold>) => {
  const share = typeof night === 'number' && typeof all === 'number' ? percent(night / all) : ''
  return [said(night), said(all), share]
}

const said = (count: number | string) => (typeof count === 'number' ? whole(count) : count)

const clock = (hour: number) =>
  hour === 0 ? 'Midnight' : hour === 12 ? 'Noon' : hour < 12 ? `${hour} am` : `${hour - 12} pm`
