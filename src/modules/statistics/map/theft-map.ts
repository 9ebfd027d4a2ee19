import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
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

export type BoroughCount = { readonly borough: string; readonly thefts: number | null; readonly percent: number | null }

/** What is needed to draw where phones are taken, and to say it. */
export type TheftMap = {
  readonly width: number
  readonly height: number
  readonly boroughsPath: string
  readonly thamesPath: string
  readonly shades: readonly Shade[]
  readonly boroughs: readonly BoroughCount[]
  readonly thefts: number
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

type Cell = { x: number; y: number; thefts: number }

/** London's published thefts from the person, added up in squares of one kilometre and in boroughs. */
export async function theftMap<Tables>(db: Kysely<Tables>): Promise<TheftMap> {
  const [cells, boroughs, months, outlines] = [
    await cellsOf(db),
    await boroughsOf(db),
    await monthsOf(db),
    await readOutlines(),
  ]
  const thefts = boroughs.reduce((sum, one) => sum + one.thefts, 0)
  return {
    ...{ width: frame.width, height: frame.height, ...outlines, thefts, months },
    shades: steps.map((step) => shadeOf(step, cells)),
    boroughs: hidden(boroughs, thefts),
    half: halfOf(cells),
  }
}

async function cellsOf<Tables>(db: Kysely<Tables>): Promise<Cell[]> {
  const side = frame.perKilometre
  const { rows } = await sql<Cell>`
    select floor((longitude::float8 - ${frame.west}::float8) * ${scale.x / side}::float8)::int as x,
      floor((${frame.north}::float8 - latitude::float8) * ${scale.y / side}::float8)::int as y, sum(thefts::int)::int as thefts
    from theft_point group by 1, 2 order by thefts desc, y, x`.execute(db)
  return rows
}

async function boroughsOf<Tables>(db: Kysely<Tables>): Promise<{ borough: string; thefts: number }[]> {
  const { rows } = await sql<{ borough: string; thefts: number }>`
    select borough, sum(thefts::int)::int as thefts from theft_point group by 1 order by thefts desc, borough`.execute(
    db,
  )
  return rows
}

async function monthsOf<Tables>(db: Kysely<Tables>): Promise<TheftMap['months']> {
  const { rows } = await sql<{ from: string | null; to: string | null }>`
    select min(month) as "from", max(month) as "to" from theft_point`.execute(db)
  const { from = null, to = null } = rows[0] ?? {}
  return from && to ? { from, to } : undefined
}

function shadeOf({ from, to, opacity }: (typeof steps)[number], cells: readonly Cell[]): Shade {
  const own = cells.filter(({ thefts }) => thefts >= Math.max(from, least) && (to === null || thefts <= to))
  const side = frame.perKilometre
  const path = own.map(({ x, y }) => `M${x * side} ${y * side}h${side}v${side}h-${side}z`).join('')
  return { from, to, opacity, cells: own.length, path }
}

function hidden(boroughs: readonly { borough: string; thefts: number }[], total: number): BoroughCount[] {
  const { lists } = suppress([{ counts: boroughs.map(({ thefts }) => thefts) }], least)
  return boroughs.map(({ borough, thefts }, at) =>
    lists[0]?.[at]
      ? { borough, thefts, percent: Math.round((thefts * 1000) / total) / 10 }
      : { borough, thefts: null, percent: null },
  )
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
