import KDBush from 'kdbush'
import { circleAround, type GridPoint, metresBetween } from '../geo/grid.ts'
import { placeWords, writtenOut } from './words.ts'

/** A place that has a name. `thefts`: how many were recorded there, which says how likely a report means this one. */
export type NamedPlace = GridPoint & {
  readonly name: string
  readonly kind: 'street' | 'station'
  readonly area: string
  readonly accuracyMetres: number
  readonly thefts: number
}

/** Where somebody says they were. `likely`: others have this name; nearly all thefts on record were at this one. */
export type FoundPlace = GridPoint & {
  readonly name: string
  readonly accuracyMetres: number
  readonly likely: boolean
}

export type Gazetteer = {
  /** Undefined when no place that we know is named. Where a name could mean several, the circle holds them all. */
  readonly placeOf: (text: string) => FoundPlace | undefined
  /** What is nearest to a point, to say where that is. Undefined when nothing is within a kilometre. */
  readonly nameNear: (point: GridPoint) => string | undefined
}

const mostWords = 7
/** Further away than this a name says nothing of where a point is. */
const nearMetres = 1000
/** What goes on after these is where they ran, not where they were. */
const afterwards =
  /\b(?:towards?|heading|headed|ran|fled|running|(?:he|she|they|who|thief|man|boy) (?:went|rode|drove|cycled))\b.*/is
const filler = new Set([
  ...['near', 'by', 'at', 'on', 'in', 'outside', 'opposite', 'just', 'around', 'next', 'to', 'corner', 'of', 'london'],
])
const stationWords = new Set(['station', 'stn', 'tube', 'underground', 'overground', 'dlr'])
/** Two circles this far apart may still be one spot: a station's exits, a street's corner. */
const spotMetres = 250
/** From this share of the thefts on record, of at least so many, a name is taken for one of its places. */
const likely = { share: 0.95, thefts: 20 }

/** Reads text for names of places. Pure: the same rows and words give the same place. */
export function gazetteer(places: readonly NamedPlace[]): Gazetteer {
  const index = new Map<string, NamedPlace[]>()
  for (const place of places) {
    const key = placeWords(place.name).join(' ')
    index.set(key, [...(index.get(key) ?? []), place])
  }
  const areas = [...new Set(places.map(({ area }) => area))].filter(Boolean)
  let near: KDBush | undefined
  const narrow = places.filter(({ accuracyMetres }) => accuracyMetres <= 500)
  return {
    placeOf(text) {
      const words = placeWords(text.slice(0, 500).replace(afterwards, ''))
      const said = ` ${words.join(' ')} `
      const named = areas.filter((area) => said.includes(` ${placeWords(area).join(' ')} `))
      const spots = mentions(index, words).map((mention) => spotsOf(within(mention, named)))
      const together = spots.reduce<Spot[] | undefined>((all, more) => (all ? agreed(all, more) : more), undefined)
      return together && chosen(together)
    },
    nameNear(point) {
      near ??= indexOf(narrow)
      let [nearest, least] = [undefined as NamedPlace | undefined, Infinity]
      // Of places that are as near, the first one in the list: an answer never depends on how it was found.
      for (const at of near.within(point.easting, point.northing, nearMetres).sort((a, b) => a - b)) {
        const place = narrow[at] as NamedPlace
        const metres = metresBetween(place, point)
        if (metres < least) [nearest, least] = [place, metres]
      }
      return nearest && titleOf(nearest)
    },
  }
}

function indexOf(places: readonly GridPoint[]): KDBush {
  const index = new KDBush(places.length)
  for (const { easting, northing } of places) index.add(easting, northing)
  return index.finish()
}

/** One place, or places of one name that lie together, such as a square and its station. */
type Spot = GridPoint & Omit<NamedPlace, 'kind'>

/** The places that the words name, from left to right; of two names that share words the longer counts. */
function mentions(index: ReadonlyMap<string, readonly NamedPlace[]>, words: readonly string[]) {
  const found: (readonly NamedPlace[])[] = []
  for (let at = 0; at < words.length; ) {
    const hit = longest(index, words, at)
    if (hit) found.push(hit.places)
    at += hit?.length ?? 1
  }
  return found
}

function longest(index: ReadonlyMap<string, readonly NamedPlace[]>, words: readonly string[], at: number) {
  for (let length = Math.min(mostWords, words.length - at); length > 0; length--) {
    const part = words.slice(at, at + length)
    const places = [index.get(part.join(' ')), index.get(writtenOut(part)?.join(' ') ?? '')].flatMap((hit) => hit ?? [])
    const fitting = length === 1 ? meantAlone(places, words, at) : ofTheStation(places, words[at + length])
    if (fitting.length > 0) return { places: fitting, length }
  }
  return undefined
}

const ofTheStation = (places: readonly NamedPlace[], next: string | undefined) => {
  const stations = places.filter(({ kind }) => kind === 'station')
  return next !== undefined && stationWords.has(next) && stations.length > 0 ? stations : places
}

/** One word is a name only where nothing else is said, or a station's word follows: "the bank" is not Bank. */
function meantAlone(places: readonly NamedPlace[], words: readonly string[], at: number): readonly NamedPlace[] {
  if (stationWords.has(words[at + 1] ?? '')) return places.filter(({ kind }) => kind === 'station')
  const rest = words.filter((word, index) => index !== at && !filler.has(word))
  if (rest.length === 0) return places
  return rest.every((word) => word === 'the') ? places.filter(({ kind }) => kind === 'street') : []
}

/** Of places of one name, those in the boroughs that were named too, if there are any. */
function within(places: readonly NamedPlace[], areas: readonly string[]): readonly NamedPlace[] {
  const fitting = places.filter(({ area }) => areas.includes(area))
  return fitting.length > 0 ? fitting : places
}

function spotsOf(places: readonly NamedPlace[]): Spot[] {
  const spots: Spot[] = []
  for (const place of [...places].sort((a, b) => b.accuracyMetres - a.accuracyMetres)) {
    const near = spots.findIndex((spot) => together(spot, place))
    const spot = spots[near]
    if (spot) spots[near] = { ...spot, ...circleAround([spot, place]), thefts: spot.thefts + place.thefts }
    else spots.push(place)
  }
  return spots
}

const together = (a: Spot, b: Spot) => metresBetween(a, b) <= Math.max(a.accuracyMetres, b.accuracyMetres) + spotMetres

/** Two names for one spot: the pairs that lie together, each as the narrower of the two. When none does, all are possible. */
function agreed(first: readonly Spot[], second: readonly Spot[]): Spot[] {
  const pairs = first.flatMap((a) =>
    second.filter((b) => together(a, b)).map((b) => (a.accuracyMetres <= b.accuracyMetres ? a : b)),
  )
  return pairs.length > 0 ? [...new Set(pairs)] : [around([...first, ...second])]
}

function chosen(spots: readonly Spot[]): FoundPlace {
  const [first, ...others] = [...spots].sort((a, b) => b.thefts - a.thefts)
  if (!first) throw new Error('A name without a place.')
  const all = spots.reduce((sum, { thefts }) => sum + thefts, 0)
  if (others.length === 0) return found(first, false)
  if (first.thefts >= likely.thefts && first.thefts >= all * likely.share) return found(first, true)
  return found(around(spots), false)
}

const around = (spots: readonly Spot[]): Spot => {
  const names = [...new Set(spots.map(({ name }) => name))]
  const thefts = spots.reduce((sum, one) => sum + one.thefts, 0)
  return { ...circleAround(spots), name: names.join(' or '), area: '', thefts }
}

const found = ({ name, area, easting, northing, accuracyMetres }: Spot, isLikely: boolean): FoundPlace => ({
  name: titleOf({ name, area }),
  ...{ easting, northing, accuracyMetres, likely: isLikely },
})

const titleOf = ({ name, area }: Pick<NamedPlace, 'name' | 'area'>) => (area ? `${name}, ${area}` : name)
