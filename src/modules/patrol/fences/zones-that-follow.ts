import type { Kysely } from 'kysely'
import { listedCells } from '../cells/hotspots.ts'
import { londonCells } from '../cells/london-cells.ts'
import { lookAt, type Sight, type Source } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import type { GeofenceTable } from '../views/geofence.ts'
import { liveFences } from './live-fences.ts'
import type { MovedZones } from './moved-zones.ts'

/** Geofences of a force that follow the first squares of a borough's list. */
export type Zones = Pick<MovedZones, 'zones' | 'borough' | 'first' | 'until'> & {
  readonly force: string
  readonly fences: readonly Square[]
}
type Square = { readonly fence: string; readonly easting: number; readonly northing: number }

export const boroughSlug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]+/g, '-')
export const boroughOfSlug = (slug: string): string =>
  londonCells().boroughs.find((name) => boroughSlug(name) === slug) ?? slug

/** Those of a force that hold now. */
export async function zonesOf(db: Kysely<GeofenceTable>, force: string, now: Date): Promise<Zones[]> {
  const rows = (await liveFences(db, force, now)).filter(({ zones }) => zones !== null)
  return [...Map.groupBy(rows, ({ zones }) => zones ?? '')].flatMap(([zones, of]) => {
    const [one] = of
    if (!one) return []
    const { borough, first_squares, until } = one
    const fences = of.map(({ fence, west: easting, south: northing }) => ({ fence, easting, northing }))
    const told = { zones, borough: borough ?? '', first: first_squares ?? 1, until: new Date(until).toISOString() }
    return [{ ...told, force, fences }]
  })
}

/**
 * The corners of the first squares of a borough's list now: of reports, where so many squares have any, else of published thefts.
 * `sightOf`: what whoever they are for may look at; undefined where they may not.
 */
export async function firstSquares(
  db: Kysely<ReportedCellTables>,
  { borough, first }: Pick<Zones, 'borough' | 'first'>,
  { sightOf, now }: { readonly sightOf: (source: Source) => Sight | undefined; readonly now: Date },
): Promise<{ readonly easting: number; readonly northing: number }[]> {
  const listOf = async (source: Source) => {
    const sight = sightOf(source)
    if (!sight) return []
    const look = await lookAt(db, { ...sight, now })
    const { boroughs, boroughOf } = look.london
    const own = boroughs.findIndex((name) => boroughSlug(name) === borough)
    return listedCells(look).filter(({ cell }) => boroughOf[cell] === own)
  }
  const reported = await listOf('reports')
  const list = reported.length >= first ? reported : await listOf('published')
  const { grid } = londonCells()
  return list.slice(0, first).map(({ cell }) => ({
    easting: grid.west + (cell % grid.cols) * grid.cell,
    northing: grid.south + Math.floor(cell / grid.cols) * grid.cell,
  }))
}

/** What begins and what ends, so that just those squares hold; undefined where they do, or where there is none to follow. */
export function movesOf(
  fences: readonly Square[],
  wanted: readonly { readonly easting: number; readonly northing: number }[],
  newId: () => string,
): Pick<MovedZones, 'begun' | 'ended'> | undefined {
  const keyOf = ({ easting, northing }: { easting: number; northing: number }) => `${easting} ${northing}`
  const [held, asked] = [new Set(fences.map(keyOf)), new Set(wanted.map(keyOf))]
  const begun = wanted.filter((square) => !held.has(keyOf(square))).map((square) => ({ fence: newId(), ...square }))
  const ended = fences.filter((square) => !asked.has(keyOf(square))).map(({ fence }) => fence)
  return wanted.length > 0 && begun.length + ended.length > 0 ? { begun, ended } : undefined
}
