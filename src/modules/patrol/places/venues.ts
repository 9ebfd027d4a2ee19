import { adjust } from '#lib/stats/fdr'
import { expectedIn, spansOf } from '../cells/expected-here.ts'
import { type Look, whileUnchanged } from '../cells/hotspots.ts'
import { fewest } from '../cells/kinds-told.ts'
import { type PlaceKind, placeKinds } from './kinds.ts'

/**
 * Where many people are for an evening or for a train: somebody is there to talk to. Bars and pubs, and stops of buses, have no kind
 * in what is published of places; a bus or coach station has.
 */
const venues: ReadonlySet<PlaceKind> = new Set([
  ...(['nightclub', 'theatre', 'sports', 'conference', 'station', 'bus-station'] as const),
])

/** A square with a venue, and thefts again and again in a year. */
export type Venue = {
  readonly cell: number
  readonly borough: string
  readonly kinds: readonly PlaceKind[]
  readonly thefts: number
  /** As in "why here"; undefined where too little was counted the year before. */
  readonly expected: number | undefined
  /** That luck alone brings as many, with all squares that hold a venue allowed for (Benjamini and Hochberg). */
  readonly q: number | undefined
}

/** From here on more thefts than were to be expected are called more than luck. */
const flaggedAt = 0.05
export const isMoreThanLuck = ({ q, expected, thefts }: Venue): boolean =>
  q !== undefined && expected !== undefined && q <= flaggedAt && thefts > expected

/** The venue-level repeat list: squares with a venue and three thefts or more in a year, the most first. */
export const repeatVenues = whileUnchanged((look: Look): Venue[] => {
  const { london } = look
  const span = spansOf(look).at(-1)
  if (!span) return []
  const { of } = placeKinds()
  const found: (Omit<Venue, 'q'> & { chance: number | undefined })[] = []
  for (const [at, borough] of london.boroughs.entries()) {
    const { cells, each } = expectedIn(at, span, look)
    for (const [place, cell] of cells.entries()) {
      const kinds = of(cell).filter((kind) => venues.has(kind))
      if (kinds.length === 0) continue
      const { expected, chance } = each[place] ?? { expected: undefined, chance: undefined }
      found.push({ cell, borough, kinds, thefts: span.now[cell] as number, expected, chance })
    }
  }
  const tried = found.filter(({ chance }) => chance !== undefined)
  const adjusted = adjust(tried.map(({ chance }) => chance as number))
  const q = new Map(tried.map(({ cell }, at) => [cell, adjusted[at] as number]))
  return found
    .filter(({ thefts }) => thefts >= fewest)
    .map(({ chance: _, ...venue }) => ({ ...venue, q: q.get(venue.cell) }))
    .sort((a, b) => b.thefts - a.thefts || a.cell - b.cell)
})
