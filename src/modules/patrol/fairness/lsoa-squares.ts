import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { cellAt } from '#lib/cells/grid'
import { londonCells } from '../cells/london-cells.ts'

const file = new URL('../../../../data/lsoa-squares.csv.gz', import.meta.url)
let read: ReadonlyMap<number, string> | undefined

/** The LSOA of 2021 that the middle of each square lies in (data/README.md). Read at the first question. */
export function lsoaOfSquares(): ReadonlyMap<number, string> {
  read ??= readAll()
  return read
}

function readAll(): Map<number, string> {
  const { grid } = londonCells()
  const found = new Map<number, string>()
  const rows = parse<Record<'easting' | 'northing' | 'squares' | 'lsoa', string>>(gunzipSync(readFileSync(file)), {
    columns: true,
  })
  for (const { easting, northing, squares, lsoa } of rows) {
    const first = cellAt(grid, Number(easting), Number(northing))
    for (let more = 0; first >= 0 && more < Number(squares); more++) found.set(first + more, lsoa)
  }
  return found
}
