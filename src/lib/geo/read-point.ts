import { type GridPoint, gridOf } from './grid.ts'

const decimals = /^\s*([+-]?\d{1,2}(?:\.\d+)?)°?\s*[,; ]\s*([+-]?\d{1,2}(?:\.\d+)?)°?\s*$/
const metres = /^\s*(\d{5,6})\s*[,; ]\s*(\d{5,7})\s*$/
const letters = /^\s*([A-HJ-Z])([A-HJ-Z])\s*(\d{2,5})\s+(\d{2,5})\s*$|^\s*([A-HJ-Z])([A-HJ-Z])\s*(\d{4,10})\s*$/i

const isLat = (degrees: number) => degrees >= 49 && degrees <= 61.5
const isLon = (degrees: number) => degrees >= -9 && degrees <= 2.5

/**
 * A point in Great Britain as people write it: latitude and longitude in degrees, in either order, for here they cannot be mistaken;
 * a grid reference such as TQ 2905 8120 (its south-west corner, as Ordnance Survey reads it); or easting and northing in metres.
 */
export function readPoint(text: string): GridPoint | undefined {
  const degrees = decimals.exec(text)
  if (degrees) {
    const [one, other] = [Number(degrees[1]), Number(degrees[2])]
    if (isLat(one) && isLon(other)) return gridOf({ lat: one, lon: other })
    return isLat(other) && isLon(one) ? gridOf({ lat: other, lon: one }) : undefined
  }
  const grid = metres.exec(text)
  if (grid) return onGrid(Number(grid[1]), Number(grid[2]))
  return reference(text)
}

function reference(text: string): GridPoint | undefined {
  const found = letters.exec(text)
  if (!found) return undefined
  const [, first, second, east, north, ...together] = found
  const digits = together[2] ?? ''
  const [a, b] = east && north ? [east, north] : [digits.slice(0, digits.length / 2), digits.slice(digits.length / 2)]
  if (a.length !== b.length) return undefined
  const [large, small] = [placeOf(first ?? together[0] ?? ''), placeOf(second ?? together[1] ?? '')]
  const hundred = 100_000
  const easting = (((large + 3) % 5) * 5 + (small % 5)) * hundred + Number(a.padEnd(5, '0'))
  const northing = (19 - Math.floor(large / 5) * 5 - Math.floor(small / 5)) * hundred + Number(b.padEnd(5, '0'))
  return onGrid(easting, northing)
}

/** The alphabet of the grid has no I. */
const placeOf = (letter: string) => 'ABCDEFGHJKLMNOPQRSTUVWXYZ'.indexOf(letter.toUpperCase())

const onGrid = (easting: number, northing: number): GridPoint | undefined =>
  easting >= 0 && easting < 700_000 && northing >= 0 && northing < 1_300_000 ? { easting, northing } : undefined
