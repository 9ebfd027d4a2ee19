import { PlacesAsked, placesLook, type ReportedCellTables, stationThefts } from '#modules/patrol/public'
import { drawnBars, shortName, whole } from '../bars.ts'
import { definePage } from '../define-page.ts'

const shown = 40
const charted = 12
/** A small station beside a busy street has many thefts for few passengers, and they are not its own. */
const leastPassengers = 5e6

/** Thefts near stations: for the railway police, Transport for London and whoever plans a patrol with them. */
export default definePage<ReportedCellTables>()({
  url: '/staff/places/stations',
  title: 'Thefts near stations',
  template: 'staff/place-stations.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: PlacesAsked.pick({ of: true }),

  async load({ of }, context) {
    const all = stationThefts(await placesLook({ of }, context))
    const known = all.filter(({ passengers = 0 }) => passengers >= leastPassengers)
    const [worst] = known.toSorted((a, b) => (b.perMillion ?? 0) - (a.perMillion ?? 0))
    return {
      of,
      says: all[0]
        ? `Most thefts are near ${all[0].name} station: ${whole(all[0].thefts)} in twelve months.`
        : 'No theft near a station is counted yet.',
      perPassenger: worst
        ? `Of stations with more than five million passengers a year, ${worst.name} has the most for its passengers: ${worst.perMillion?.toFixed(1)} thefts near it for each million people who go in or out.`
        : '',
      bars: drawnBars(
        all
          .slice(0, charted)
          .map(({ name, thefts }) => ({ says: `${shortName(name)}: ${whole(thefts)}`, value: thefts })),
      ),
      rows: all
        .slice(0, shown)
        .map(({ name, thefts, passengers, perMillion }) => [
          ...[name, whole(thefts), passengers === undefined ? 'not known' : (passengers / 1e6).toFixed(1)],
          perMillion === undefined ? 'not known' : perMillion.toFixed(1),
        ]),
      total: all.length,
    }
  },
})
