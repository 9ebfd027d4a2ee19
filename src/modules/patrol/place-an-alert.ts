import { gridOf } from '#lib/geo/grid'
import type { Gazetteer } from '#lib/places/gazetteer'
import type { Direction } from './alert.ts'
import { directionOf } from './direction.ts'
import { fenceAround } from './fit.ts'
import type { Said } from './said.ts'

/** Where an alert sends officers, as the vault keeps it. The name is the gazetteer's: nobody's own words are in it. */
export type AlertPlace = {
  readonly name: string
  readonly easting: number
  readonly northing: number
  readonly accuracyMetres: number
  /** Other places have this name; nearly all thefts on record were at this one. */
  readonly likely: boolean
}

/** A borrowed phone knows where it is to about a street. */
const deviceMetres = 100

/**
 * The place and the way off that a victim told. A named place counts before the position of the phone that reports: that
 * one may report from home. Undefined when nothing told is narrow enough to send somebody to.
 */
export function placeAnAlert(
  said: Said,
  gazetteer: Gazetteer,
): { place: AlertPlace; direction: Direction | undefined } | undefined {
  const named = said.where === undefined ? undefined : gazetteer.placeOf(said.where)
  const place = named && fenceAround(named) !== undefined ? named : said.at && placeAt(said.at, gazetteer)
  if (!place) return undefined
  const words = [said.direction && `towards ${said.direction}`, said.where, said.description]
  const direction = words.flatMap((one) => (one && directionOf(one, place, gazetteer)) || [])[0]
  return { place, direction }
}

/** A position, with the name of what is near it. */
export function placeAt(
  at: { lon: number; lat: number },
  { nameNear }: Gazetteer,
  accuracyMetres = deviceMetres,
): AlertPlace {
  const point = gridOf(at)
  return { ...point, accuracyMetres, name: nameNear(point) ?? 'a place without a name', likely: false }
}
