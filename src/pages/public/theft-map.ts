import { type TheftMap, theftMap } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { monthName } from '../screen-text.ts'

/** Where phones are taken: the map's answer in a sentence, the map, and the same as a table. */
export default definePage()({
  url: '/figures/map',
  title: 'Where phones are taken',
  template: 'public/theft-map.njk',
  who: 'anyone',

  async load(_, { db }) {
    const map = await theftMap(db)
    return { map, says: mapSays(map), rows: rowsOf(map) }
  },
})

const number = (value: number) => new Intl.NumberFormat('en-GB').format(value)

export function mapSays({ months, thefts, half }: TheftMap): string {
  if (!months) return 'No thefts have been read in yet.'
  return `Half of the ${number(thefts)} thefts from ${monthName(months.from)} to ${monthName(months.to)} happened in ${number(half.cells)} of ${number(half.of)} squares of a kilometre.`
}

const rowsOf = ({ boroughs }: TheftMap) =>
  boroughs.map(({ borough, thefts, percent }) => [
    borough,
    thefts === null ? 'too few to publish' : number(thefts),
    percent === null ? 'too few to publish' : `${percent}%`,
  ])
