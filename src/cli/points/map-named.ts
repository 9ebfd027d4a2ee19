import { knownCodes } from '#lib/cells/epsg-codes'
import { NoFlatMap, type Projection, projectionFrom, projectionOf } from '#lib/cells/projection'
import { above, type ColumnOptions, WrongUse } from './columns.ts'

/** Codes of degrees on a globe. They are no flat map, and those who give one mean --lon and --lat. */
const degrees = [4326, 4258, 4269, 4979]

/** The flat map that --epsg or --proj names; undefined when neither was given. */
export function mapNamed({ epsg, proj }: Pick<ColumnOptions, 'epsg' | 'proj'>): Projection | undefined {
  if (proj !== undefined) {
    if (epsg !== undefined) throw new WrongUse('--epsg and --proj both name the map: give one of them.')
    return fromText(proj)
  }
  if (epsg === undefined) return undefined
  const code = above(epsg, '--epsg', 'a code like 27700')
  if (degrees.includes(code))
    throw new WrongUse(
      `--epsg ${code} is no flat map but degrees. Name their columns with --lon and --lat; without --epsg they are put on a map that fits.`,
    )
  const found = projectionOf(code)
  if (!found)
    throw new WrongUse(
      `--epsg ${epsg}: nobody here knows this map. Give its text with --proj "+proj=…" (or WKT, as in a .prj file). Known are: ${knownCodes}.`,
    )
  return found
}

function fromText(text: string): Projection {
  try {
    return projectionFrom(text)
  } catch (error) {
    if (!(error instanceof NoFlatMap)) throw error
    throw new WrongUse(`--proj: ${error.message} Degrees are named with --lon and --lat.`)
  }
}
