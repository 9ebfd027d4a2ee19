import type { Kysely } from 'kysely'
import { type Rise, RiseWatch } from '#lib/cells/rise'
import { oneAYear } from '#lib/stats/repeated-looks'
import { londonHour } from '../london-clock.ts'
import type { Finding } from '../pattern.ts'
import { type LondonCells, londonCells } from './london-cells.ts'
import { halfLifeDays } from './theft-cell.ts'
import { type ReportedCellTables, squareAt, type TheftRow, theftsSince } from './thefts-since.ts'

/** Hours. A theft that was told of when it was longer ago is no part of a rise. */
const longestWindow = 48

type Watched = { readonly cell: number; readonly day: number }

/**
 * Thefts as they come in: do the squares around each see a rise? Each is decided on once, for so the chance is shared out; again only
 * where its square or hour is another. That it was proved, or its hour told, makes it no new one. Demos and all others apart.
 */
export class WatchedThefts {
  readonly #london: LondonCells
  readonly #demo: boolean
  readonly #watch: RiseWatch
  readonly #there = new Map<string, Watched>()
  #seen = '0'

  constructor(demo: boolean, london = londonCells()) {
    this.#demo = demo
    this.#london = london
    this.#watch = new RiseWatch(london.grid, halfLifeDays, oneAYear)
  }

  /** Reads on. Changes up to `decided` are only counted: somebody was told of them, or nobody will be. */
  async read(db: Kysely<ReportedCellTables>, decided: bigint): Promise<{ rises: Finding[]; change: string }> {
    const rows = await theftsSince(db, { seen: this.#seen, demo: this.#demo })
    const rises = rows.flatMap((row) => {
      this.#seen = row.change
      const before = this.#there.get(row.id)
      if (before) this.#watch.take(before.cell, before.day)
      this.#there.delete(row.id)
      const cell = squareAt(this.#london.grid, row.easting, row.northing)
      if (row.gone || cell < 0 || row.source !== 'victim') return []
      const hour = londonHour(row.reported * hourMs)
      if (toldOfLongAgo(row, hour)) return []
      this.#there.set(row.id, { cell, day: hour / 24 })
      const isKnown = before?.cell === cell && before.day === hour / 24
      if (BigInt(row.change) > decided && !isKnown) {
        const rise = this.#watch.add(cell, hour / 24)
        return rise ? [findingOf(rise, hour)] : []
      }
      this.#watch.count(cell, hour / 24)
      return []
    })
    return { rises, change: this.#seen }
  }
}

/**
 * By what its report said: what is told later changes nothing of it. What is left are still reports as they come in, each kept or not
 * by itself, and so a Poisson process when nothing is going on.
 */
const toldOfLongAgo = ({ reported, happened, told }: TheftRow, hour: number) =>
  happened !== null && told !== null && told <= reported && londonHour(happened * hourMs) < hour - longestWindow

const hourMs = 3_600_000

const findingOf = ({ cells, days, events, expected, chance }: Rise, hour: number): Finding => ({
  ...{ squares: cells, from: hour - days * 24, to: hour + 1, thefts: events, expected, chance },
})
