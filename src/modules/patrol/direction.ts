import type { GridPoint } from '#lib/geo/grid'
import { metresBetween } from '#lib/geo/grid'
import type { Gazetteer } from '#lib/places/gazetteer'
import { type Direction, directions } from './alert.ts'

const off = /\b(?:towards?|heading|headed|ran|fled|running|went|rode|drove|cycled|off|direction)\b(.*)/is
// "North Road" is a name and no direction: after the word comes the end, or a word that goes on with the way.
const compass =
  /\b(north|south)?[ -]?(east|west)?(?:bound|wards?|ern)?(?=$|[.,;!]|\s+(?:along|on|down|up|by|in|to|from|and|at)\b)/gi
const farthestMetres = 5000

/**
 * Which way they went, as one of eight words: from the place that was named after "towards", else from a compass word.
 * Nothing else of what was said comes through, so it may stand in an alert that must say nothing about a person.
 */
export function directionOf(text: string, from: GridPoint, { placeOf }: Gazetteer): Direction | undefined {
  const said = off.exec(text)?.[1]
  if (said === undefined) return undefined
  const to = placeOf(said.replace(/^.*\btowards?\b/is, ''))
  const metres = to && metresBetween(from, to)
  if (to && metres !== undefined && metres <= farthestMetres && metres > Math.max(100, to.accuracyMetres))
    return bearing(from, to)
  return compassWord(said)
}

export function bearing(from: GridPoint, to: GridPoint): Direction | undefined {
  const turn = Math.atan2(to.easting - from.easting, to.northing - from.northing) / (2 * Math.PI)
  return directions[Math.round(turn * 8 + 8) % 8]
}

function compassWord(said: string): Direction | undefined {
  for (const [, northOrSouth, eastOrWest] of said.matchAll(compass)) {
    const word = [northOrSouth, eastOrWest].filter(Boolean).join('-').toLowerCase()
    const found = directions.find((one) => one === word)
    if (found) return found
  }
  return undefined
}
