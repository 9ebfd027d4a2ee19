import type { Kysely } from 'kysely'
import { type CellCounts, cellCounts } from '#lib/cells/counts'
import { momentOf } from '#lib/cells/moment'
import { countsUntil, lately, middleOf } from './counts-until.ts'
import { type LondonCells, londonCells } from './london-cells.ts'
import { type PublishedTheft, publishedThefts, publishedVersion } from './published-thefts.ts'
import { halfLifeDays } from './theft-cell.ts'

/** Thefts as published: by month, each moved to a point that stands for a street. Never put together with exact reports. */
export type PublishedCells = {
  readonly counts: CellCounts
  readonly london: LondonCells
  /** Months since January of the year 0, the oldest first. */
  readonly months: readonly number[]
  readonly thefts: number
  /** Which reading of the thefts this is (`publishedVersion`). */
  readonly reading: string
  /** As it was at the end of a month. */
  readonly until: (month: number) => CellCounts
}

let read: { readonly of: string; readonly cells: Promise<PublishedCells> } | undefined

/** Read once, and again when more months were read in. */
export async function publishedCells<Tables>(db: Kysely<Tables>): Promise<PublishedCells> {
  const of = await publishedVersion(db)
  if (read?.of !== of) {
    const cells = readAll(db, of)
    const now = { of, cells }
    read = now
    cells.catch(() => {
      if (read === now) read = undefined // asked again by the next look
    })
  }
  return read.cells
}

/** What published thefts add up to, month by month and square by square. */
export function countsOf(thefts: readonly PublishedTheft[], { grid }: LondonCells): CellCounts {
  const counts = cellCounts(grid.rows * grid.cols, halfLifeDays)
  for (const { month, cell, thefts: weight } of thefts) {
    const moment = momentOf(month)
    if (moment) counts.add(cell, { day: middleOf(moment.month), month: moment.month, weight })
  }
  return counts
}

async function readAll<Tables>(db: Kysely<Tables>, reading: string): Promise<PublishedCells> {
  const london = londonCells()
  const all = (await publishedThefts(db)).filter(({ month }) => momentOf(month))
  const counts = countsOf(all, london)
  const thefts = all.reduce((sum, one) => sum + one.thefts, 0)
  const then = lately<CellCounts>(6)
  return {
    ...{ counts, london, months: counts.months(), thefts, reading },
    until: (month) => then(`${month}`, () => countsUntil(counts, month)),
  }
}
