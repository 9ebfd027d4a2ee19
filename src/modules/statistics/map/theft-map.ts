import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { type Coverage, coverageOf, type Published } from '../coverage.ts'
import { suppress } from '../suppress.ts'
import { outlineOf } from './outline.ts'
import { frame, scale } from './projection.ts'

/** One shade of the map: squares of a kilometre with so many thefts, as one SVG path. */
export type Shade = {
  readonly from: number
  readonly to: number | null
  readonly opacity: number
  readonly cells: number
  readonly path: string
}

export type BoroughCount = {
  readonly borough: string
  readonly thefts: number | null
  readonly percent: number | null
  /** Of the months of the map, those of which this borough is not known. */
  readonly unknown: number
}

/** What is needed to draw where phones are taken, and to say it. */
export type TheftMap = {
  readonly width: number
  readonly height: number
  readonly boroughsPath: string
  readonly thamesPath: string
  readonly shades: readonly Shade[]
  readonly boroughs: readonly BoroughCount[]
  readonly thefts: number
  /** Boroughs of which anything is known: where others are blank, that says nothing. */
  readonly known: number
  /** Months of which only so many boroughs are known. They are in nothing here: the others would look quiet. */
  readonly leftOut: Coverage['partial']
  /** First and last month, YYYY-MM; undefined while nothing has been read in. */
  readonly months: { readonly from: string; readonly to: string } | undefined
  /** The fewest squares that hold half of all thefts, of how many with any. */
  readonly half: { readonly cells: number; readonly of: number }
}

/** A square with fewer is left blank: nobody can be picked out of five (B59). */
const least = 5
const steps = [
  { from: 5, to: 24, opacity: 0.2 },
  { from: 25, to: 99, opacity: 0.4 },
  { from: 100, to: 499, opacity: 0.6 },
  { from: 500, to: 1999, opacity: 0.8 },
  { from: 2000, to: null, opacity: 1 },
]

type Counted = { borough: string; thefts: number }
type Cell = { x: number; y: number; thefts: number }

/** London's published thefts from the person, added up in squares of one kilometre and in boroughs. */
export async function theftMap<Tables>(db: Kysely<Tables>): Promise<TheftMap> {
  const coverage = coverageOf(await publishedOf(db))
  const { whole, partial: leftOut } = coverage
  const [cells, boroughs, outlines] = [await cellsOf(db, whole), await boroughsOf(db, whole), await readOutlines()]
  const [from, to] = [whole[0], whole.at(-1)]
  const months = from && to ? { from, to } : undefined
  const thefts = boroughs.reduce((sum, one) => sum + one.thefts, 0)
  return {
    ...{ width: frame.width, height: frame.height, ...outlines, thefts, months },
    ...{ leftOut, known: coverage.boroughs.size },
    shades: steps.map((step) => shadeOf(step, cells)),
    boroughs: hidden(boroughs, thefts, coverage),
    half: halfOf(cells),
  }
}

async function cellsOf<Tables>(db: Kysely<Tables>, months: readonly string[]): Promise<Cell[]> {
  const side = frame.perKilometre
  const { rows } = await sql<Cell>`
    select floor((longitude::float8 - ${frame.west}::float8) * ${scale.x / side}::float8)::int as x,
      floor((${frame.north}::float8 - latitude::float8) * ${scale.y / side}::float8)::int as y, sum(thefts::int)::int as thefts
    from theft_point where month = any(${months}) group by 1, 2 order by thefts desc, y, x`.execute(db)
  return rows
}

async function boroughsOf<Tables>(db: Kysely<Tables>, months: readonly string[]): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select borough, sum(thefts::int)::int as thefts from theft_point where month = any(${months})
    group by 1 order by thefts desc, borough`.execute(db)
  return rows
}

async function publishedOf<Tables>(db: Kysely<Tables>): Promise<Published[]> {
  const { rows } = await sql<Published>`select distinct month, borough from theft_point`.execute(db)
  return rows
}

function shadeOf({ from, to, opacity }: (typeof steps)[number], cells: readonly Cell[]): Shade {
  const own = cells.filter(({ thefts }) => thefts >= Math.max(from, least) && (to === null || thefts <= to))
  const side = frame.perKilometre
  const path = own.map(({ x, y }) => `M${x * side} ${y * side}h${side}v${side}h-${side}z`).join('')
  return { from, to, opacity, cells: own.length, path }
}

function hidden(boroughs: readonly Counted[], total: number, { whole, covers }: Coverage): BoroughCount[] {
  const { lists } = suppress([{ counts: boroughs.map(({ thefts }) => thefts) }], least)
  return boroughs.map(({ borough, thefts }, at) => {
    const unknown = whole.filter((month) => !covers(month, borough)).length
    return lists[0]?.[at]
      ? { borough, thefts, percent: Math.round((thefts * 1000) / total) / 10, unknown }
      : { borough, thefts: null, percent: null, unknown }
  })
}

function halfOf(cells: readonly Cell[]): TheftMap['half'] {
  const total = cells.reduce((sum, { thefts }) => sum + thefts, 0)
  let [sum, count] = [0, 0]
  for (const { thefts } of cells) {
    if (sum * 2 >= total) break
    sum += thefts
    count += 1
  }
  return { cells: count, of: cells.length }
}

type Outlines = { readonly boroughsPath: string; readonly thamesPath: string }
let outlines: Promise<Outlines> | undefined

// The shapes never change while the program runs.
function readOutlines(): Promise<Outlines> {
  outlines ??= (async () => {
    const folder = new URL('../../../../data/boundaries/', import.meta.url)
    const [boroughs, thames] = await Promise.all(
      ['london-boroughs.geojson', 'river-thames.geojson'].map((name) => readFile(new URL(name, folder), 'utf8')),
    )
    return { boroughsPath: outlineOf(boroughs ?? '', 1), thamesPath: outlineOf(thames ?? '', 0.7) }
  })()
  return outlines
}
