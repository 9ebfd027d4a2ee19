import type { Kysely } from 'kysely'
import { type CellCounts, type CellEvent, cellCounts } from '#lib/cells/counts'
import { type LiveCells, liveCells } from '#lib/cells/live'
import { monthOfDay, weekdayOf } from '#lib/cells/moment'
import { queen } from '#lib/stats/neighbours'
import { lately } from './counts-until.ts'
import { type LondonCells, londonCells } from './london-cells.ts'
import { type ReportedCellTables, squareAt, type TheftRow, theftsSince } from './thefts-since.ts'

export type { ReportedCellTables }

/** `demo`: those of demo organisations alone, or of all others: no map sees both. `handledBy`: those of one force alone. */
export type WhichReports = { readonly demo: boolean; readonly handledBy?: string | undefined }

/** What stands in the counts for a row, so that it can be taken out again. */
type Counted = { readonly cell: number; readonly event: CellEvent }

/** Days. The floor of every forecast (docs/guide/forecast.md). */
export const halfLifeDays = 91

/** From so many rows at once on, the whole map is looked at once instead of a part of it for each: at a start, that is. */
const many = 500

/** Exact reports by square, kept up by reading on from the last change: a look costs what is new, not what there is. */
export class ReportedCells {
  readonly counts: LiveCells
  readonly london: LondonCells
  readonly #of: WhichReports
  readonly #counted = new Map<string, Counted>()
  readonly #then = lately<CellCounts>(6)
  #seen = '0'
  #reading: Promise<void> | undefined

  constructor(of: WhichReports, london = londonCells()) {
    this.london = london
    this.#of = of
    this.counts = liveCells(london.grid, queen, halfLifeDays)
  }

  /** Looks that come while one is being read share the next: each sees all that was there when it asked. */
  async refresh(db: Kysely<ReportedCellTables>): Promise<void> {
    const before = this.#reading
    const own = (async () => {
      await before?.catch(() => {})
      await this.#read(db)
    })()
    this.#reading = own
    await own
  }

  /** Changes with every change. */
  get version(): string {
    return this.#seen
  }

  get thefts(): number {
    return this.#counted.size
  }

  /** The first day that has a theft, and how many thefts were before a day. */
  span(day: number): { readonly first: number | undefined; readonly before: number } {
    let [first, before] = [Infinity, 0]
    for (const { event } of this.#counted.values()) {
      first = Math.min(first, Math.floor(event.day))
      if (event.day < day) before += 1
    }
    return { first: first < Infinity ? first : undefined, before }
  }

  /** Of thefts before a day, as they are known today: what came later is left out, and so is what was taken back since. */
  until(day: number): CellCounts {
    return this.#then(`${day} ${this.#seen}`, () => {
      const counts = cellCounts(this.counts.cells, halfLifeDays)
      for (const { cell, event } of this.#counted.values()) if (event.day < day) counts.add(cell, event)
      return counts
    })
  }

  /** Thefts in steps of so many days that end before a day, the newest last. */
  steps(end: number, { many, days }: { readonly many: number; readonly days: number }): Float32Array[] {
    const steps = Array.from({ length: many }, () => new Float32Array(this.counts.cells))
    for (const { cell, event } of this.#counted.values()) {
      const step = event.day < end ? steps[many - 1 - Math.floor((end - event.day) / days)] : undefined
      if (step) step[cell] = (step[cell] as number) + 1
    }
    return steps
  }

  async #read(db: Kysely<ReportedCellTables>): Promise<void> {
    const rows = await theftsSince(db, { ...this.#of, seen: this.#seen })
    if (rows.length < many) for (const row of rows) this.#take(row)
    else
      this.counts.together(() => {
        for (const row of rows) this.#take(row)
      })
  }

  #take({ id, easting, northing, source, gone, change, ...when }: TheftRow): void {
    const before = this.#counted.get(id)
    if (before) this.counts.add(before.cell, { ...before.event, weight: -1 })
    this.#counted.delete(id)
    this.#seen = change
    const cell = squareAt(this.london.grid, easting, northing)
    if (gone || cell < 0 || source !== 'victim') return
    const now = { cell, event: eventOf(when) }
    this.#counted.set(id, now)
    this.counts.add(now.cell, now.event)
  }
}

/** Days and months are those of the report, by which all are known; the hour of the week is that of the theft, or there is none. */
function eventOf({ at, happened }: Pick<TheftRow, 'at' | 'happened'>): CellEvent {
  const { day, month } = eventAt(new Date(at).toISOString())
  if (happened === null) return { day, month }
  const { hourOfWeek } = eventAt(new Date(happened).toISOString())
  return { day, month, ...(hourOfWeek !== undefined && { hourOfWeek }) }
}

const londonTime = new Intl.DateTimeFormat('en-CA', {
  ...{
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  },
})

const known = new Map<string, CellEvent>()

/** By the clock on the wall: a Friday evening is one in summer too. */
export function eventAt(at: string): CellEvent {
  // A year of reports has 8,760 full hours, and asking the calendar takes as long as all the rest.
  const before = known.get(at)
  if (before) return before
  if (known.size > 20_000) known.clear()
  const found = readAt(at)
  known.set(at, found)
  return found
}

function readAt(at: string): CellEvent {
  const parts = Object.fromEntries(
    londonTime.formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day: date = 1, hour = 0 } = parts
  const midnight = Date.UTC(year, month - 1, date) / 86_400_000
  return { day: midnight + hour / 24, month: monthOfDay(midnight), hourOfWeek: weekdayOf(midnight) * 24 + hour }
}
