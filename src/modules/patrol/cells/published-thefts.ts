import { type Kysely, sql } from 'kysely'
import { cellAt } from '#lib/cells/grid'
import { gridOf } from '#lib/geo/grid'
import { coverageOf } from '#modules/statistics/public'
import { type LondonCells, londonCells } from './london-cells.ts'

/** So many of a month in one square of London. */
export type PublishedTheft = { readonly month: string; readonly cell: number; readonly thefts: number }

type Point = { readonly month: string; readonly lon: number; readonly lat: number; readonly thefts: number }
type ListedPoint = Point & { readonly borough: string }

const theft = 'Theft from the person'
/** The force whose file makes a month one of London: the City alone is a mile of it, and the map would show nothing else. */
const londonForce = 'Metropolitan Police Service'

/**
 * Thefts as the police published them: those of lists added up by point (import theft-points, import thefts), and where these lack a
 * month of a borough, the street files of data.police.uk (import police-uk), each month from the day on which the Metropolitan
 * Police’s file of it is here.
 */
export async function publishedThefts<Tables>(db: Kysely<Tables>): Promise<PublishedTheft[]> {
  const { rows: listed } = await sql<ListedPoint>`
    select month, longitude::float8 as lon, latitude::float8 as lat, thefts::int as thefts, borough
    from theft_point order by month`.execute(db)
  const { rows: street } = await sql<Point>`
    with london_month as (select distinct month from street_crime where crime_type = ${theft} and force = ${londonForce})
    select month, longitude::float8 as lon, latitude::float8 as lat, count(*)::int as thefts
    from street_crime join london_month using (month)
    where crime_type = ${theft} and longitude <> ''
    group by month, longitude, latitude
    order by month`.execute(db)
  return together(listed, street)
}

/**
 * A list of one borough takes the place of that borough’s street file, and of no other’s. A month of which too few boroughs are known is
 * left out: the others would look as if they had been quiet. The oldest month first.
 */
export function together(listed: readonly ListedPoint[], street: readonly Point[]): PublishedTheft[] {
  const london = londonCells()
  const cellOf = cellFinder(london)
  const boroughOf = (cell: number) => london.boroughs[london.boroughOf[cell] as number] ?? ''
  const placed = ({ month, lon, lat, thefts }: Point) => ({ month, cell: cellOf(lon, lat), thefts })
  // A list may spell a borough in its own way: then its place tells whose it is.
  const whose = (point: ListedPoint) =>
    london.boroughs.includes(point.borough) ? point.borough : boroughOf(cellOf(point.lon, point.lat))
  const byList = listed.map((point) => ({ month: point.month, borough: whose(point) }))
  const { covers: isListed } = coverageOf(byList)
  // The Metropolitan Police’s file of a month is one of all boroughs, those without a theft too.
  const byStreet = [...new Set(street.map(({ month }) => month))].flatMap((month) =>
    london.boroughs.map((borough) => ({ month, borough })),
  )
  const whole = new Set(coverageOf([...byList, ...byStreet]).whole)
  const others = street.map(placed).filter(({ month, cell }) => !isListed(month, boroughOf(cell)))
  return [...listed.map(placed), ...others]
    .filter(({ month, cell }) => cell >= 0 && whole.has(month))
    .sort((a, b) => (a.month < b.month ? -1 : Number(a.month > b.month)))
}

/** 20,000 points carry all thefts: each is projected once. -1 outside London. */
function cellFinder({ grid, mask }: LondonCells) {
  const known = new Map<string, number>()
  return (lon: number, lat: number): number => {
    const key = `${lon} ${lat}`
    const before = known.get(key)
    if (before !== undefined) return before
    const { easting, northing } = gridOf({ lon, lat })
    const at = cellAt(grid, easting, northing)
    const cell = at >= 0 && mask[at] ? at : -1
    known.set(key, cell)
    return cell
  }
}

/** Another one after each import, a list that was mended included: the tables count their own changes (published_reading). */
export async function publishedVersion<Tables>(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ number: string }>`select number::text from published_reading`.execute(db)
  return rows[0]?.number ?? ''
}
