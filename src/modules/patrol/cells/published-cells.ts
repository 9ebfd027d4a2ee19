import type { Kysely } from 'kysely'
import { type CellCounts, cellCounts } from '#lib/cells/counts'
import { cellAt } from '#lib/cells/grid'
import { momentOf } from '#lib/cells/moment'
import { gridOf } from '#lib/geo/grid'
import { countsUntil, lately, middleOf } from './counts-until.ts'
import { type LondonCells, londonCells } from './london-cells.ts'
import { publishedThefts, publishedVersion } from './published-thefts.ts'
import { halfLifeDays } from './reported-cells.ts'

/** Thefts as published: by month, each moved to a point that stands for a street. Never put together with exact reports. */
export type PublishedCells = {
  readonly counts: CellCounts
  readonly london: LondonCells
  /** Months since January of the year 0, the oldest first. */
  readonly months: readonly number[]
  readonly thefts: number
  /** As it was at the end of a month. */
  readonly until: (month: number) => CellCounts
}

let read: { readonly of: string; readonly cells: Promise<PublishedCells> } | undefined

/** Read once, and again when more months were read in. */
export async function publishedCells<Tables>(db: Kysely<Tables>): Promise<PublishedCells> {
  const of = await publishedVersion(db)
  if (read?.of !== of) read = { of, cells: readAll(db) }
  return read.cells
}

async function readAll<Tables>(db: Kysely<Tables>): Promise<PublishedCells> {
  const london = londonCells()
  const counts = cellCounts(london.grid.rows * london.grid.cols, halfLifeDays)
  const rows = await publishedThefts(db)
  const cellOf = new Map<string, number>() // 20,000 points carry all thefts: each is projected once
  let thefts = 0
  for (const { month, lon, lat, thefts: weight } of rows) {
    const moment = momentOf(month)
    const key = `${lon} ${lat}`
    const cell = cellOf.get(key) ?? cellOfPoint(london, lon, lat)
    cellOf.set(key, cell)
    if (!moment || cell < 0) continue
    thefts += weight
    counts.add(cell, { day: middleOf(moment.month), month: moment.month, weight })
  }
  const then = lately<CellCounts>(6)
  return {
    ...{ counts, london, months: counts.months(), thefts },
    until: (month) => then(`${month}`, () => countsUntil(counts, month)),
  }
}

function cellOfPoint({ grid, mask }: LondonCells, lon: number, lat: number): number {
  const { easting, northing } = gridOf({ lon, lat })
  const cell = cellAt(grid, easting, northing)
  return cell >= 0 && mask[cell] ? cell : -1
}
