import {
  drawCells,
  isMoreThanLuck,
  kindWords,
  PlacesAsked,
  type ReportedCellTables,
  riskLook,
  type ToldGroup,
} from '#modules/patrol/public'
import { drawnBars, percentOf, whole } from '../bars.ts'
import { definePage } from '../define-page.ts'
import { chanceSays, simulatedSays } from '../hotspot-words.ts'
import { squareIn } from '../shift-shown.ts'

const shown = 40

/** How often police come to know of somebody for a theft, by place and hour, and the venues where phones are taken again and again. */
export default definePage<ReportedCellTables>()({
  url: '/staff/places/risk',
  title: 'How often somebody is identified',
  template: 'staff/place-risk.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: PlacesAsked.pick({ borough: true }),

  async load({ borough }, context) {
    const { look, all, boroughs, parts, kinds, squares, venues } = await riskLook(borough, context)
    return {
      ...{ borough, boroughs: [...look.london.boroughs].sort(), simulated: look.simulated && simulatedSays },
      says: allSays(all, borough),
      bars: drawnBars(
        parts.map((part) => ({ says: `${part.name}: ${chanceOf(part)}`, value: part.chance?.share ?? 0 })),
      ),
      areas: boroughs.map((group) => [group.name, ...cellsOf(group)]),
      parts: parts.map((group) => [group.name, ...cellsOf(group)]),
      kinds: kinds.map((group) => [group.name, ...cellsOf(group)]),
      map: squares.length > 0 && drawCells(squares, borough),
      squares: squares
        .slice(0, shown)
        .map(({ cell, borough: its, told }) => [squareIn(its, cell), its, ...cellsOf(told)]),
      venues: venues
        .slice(0, shown)
        .map((venue) => [
          ...[
            squareIn(venue.borough, venue.cell),
            venue.borough,
            venue.kinds.map((kind) => kindWords[kind]).join(', '),
          ],
          ...[whole(venue.thefts), venue.expected?.toFixed(1) ?? 'not known'],
          isMoreThanLuck(venue) && venue.q !== undefined ? chanceSays(venue.q) : 'may be chance',
          ...[said(venue.night), said(venue.told.identified)],
        ]),
      total: venues.length,
    }
  },
})

const said = (count: number | string) => (typeof count === 'number' ? whole(count) : count)

/** `4.2% (3.1% to 5.6%)`, as far as it may be told. */
const chanceOf = ({ chance }: ToldGroup) =>
  chance ? `${percentOf(chance.share)} (${percentOf(chance.low)} to ${percentOf(chance.high)})` : 'not shown'

const cellsOf = (group: ToldGroup) => [said(group.thefts), said(group.identified), chanceOf(group)]

function allSays(all: ToldGroup, borough: string | undefined): string {
  if (all.thefts === 0 || all.thefts === 'fewer than 3') return 'Too few thefts are four weeks old yet.'
  if (!all.chance) return 'Too few people were identified to tell how many.'
  const where = borough ? `in ${borough}` : 'in London'
  return `Of ${said(all.thefts)} thefts ${where}, police came to know of somebody for ${said(all.identified)}: ${chanceOf(all)}.`
}
