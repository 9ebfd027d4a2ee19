import { type TheftMap, theftMap } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { monthName } from '../screen-text.ts'

/** Where things are taken from people, phones among them: the map's answer in a sentence, the map, and the same as a table. */
export default definePage()({
  url: '/figures/map',
  title: 'Thefts from the person in London',
  template: 'public/theft-map.njk',
  who: 'anyone',

  async load(_, { db }) {
    const map = await theftMap(db)
    return { map, says: mapSays(map), rows: rowsOf(map), notKnown: notKnownSays(map) }
  },
})

const number = (value: number) => new Intl.NumberFormat('en-GB').format(value)

export function mapSays({ months, thefts, half }: TheftMap): string {
  if (!months) return 'No thefts have been read in yet.'
  return `Half of the ${number(thefts)} thefts from ${monthName(months.from)} to ${monthName(months.to)} happened in ${number(half.cells)} of ${number(half.of)} squares of a kilometre.`
}

/** Boroughs of Greater London, the City among them. */
const allBoroughs = 33

/** What is blank because nobody told, in sentences: blank would else look like quiet. */
export function notKnownSays({ months, known, leftOut, boroughs }: TheftMap): string[] {
  if (!months) return []
  const left = leftOut.map(({ month, boroughs: of }) => `${monthName(month)} (${of} of ${known})`).join(', ')
  const gaps = boroughs.filter(({ unknown }) => unknown > 0)
  const missing = gaps.map(({ borough, unknown }) => `${borough} (${unknown})`).join(', ')
  return [
    ...(known < allBoroughs
      ? [`We know of ${known} of ${allBoroughs} boroughs. Where others are blank, we do not know.`]
      : []),
    ...(left ? [`Left out are months for which we know too few boroughs: ${left}.`] : []),
    ...(missing ? [`Some boroughs lack months that we know of others: ${missing}.`] : []),
  ]
}

const rowsOf = ({ boroughs }: TheftMap) =>
  boroughs.map(({ borough, thefts, percent }) => [
    borough,
    thefts === null ? 'too few to publish' : number(thefts),
    percent === null ? 'too few to publish' : `${percent.toFixed(1)}%`,
  ])
