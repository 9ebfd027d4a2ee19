import type { Kysely } from 'kysely'
import { type CellCounts, type CellEvent, cellCounts } from '#lib/cells/counts'
import { type LiveCells, liveCells } from '#lib/cells/live'
import { monthOfDay, weekdayOf } from '#lib/cells/moment'
import { queen } from '#lib/stats/neighbours'
import { lately } from './counts-until.ts'
import { KindCells, type KindOfTheft, toldIn } from './kind-cells.ts'
import { isVehicle, kindOf, type Wanted } from './kinds-told.ts'
import { type LondonCells, londonCells } from './london-cells.ts'
import { halfLifeDays } from './theft-cell.ts'
import { type ReportedCellTables, squareAt, type TheftRow, theftsSince } from './thefts-since.ts'

export type { ReportedCellTables }

/** `demo`: those of demo organisations alone, or of all others: no map sees both. `handledBy`: those of one force alone. */
export type WhichReports = { readonly demo: boolean; readonly handledBy?: string | undefined }

/** What stands in the counts for a row, so that it can be taken out again. */
type Counted = KindOfTheft & { readonly cell: number }

/** From so many rows at once on, the whole map is looked at once instead of a part of it for each: at a start, that is. */
const many = 500

/** Exact reports by square, kept up by reading on from the last change: a look costs what is new, not what there is. */
export class ReportedCells {
  readonly counts: LiveCells
  readonly london: LondonCells
  readonly #of: WhichReports
  readonly #counted = new Map<string, Counted>()
  readonly #then = lately<CellCounts>(6)
  readonly #kinds = new Map<Wanted, KindCells>()
  #seen = '0'
  #reading: Promise<void> | undefined

  constructor(of: WhichReports, london = londonCells()) {
    this.london = london
    this.#of = of
    const { rows, cols } = london.grid
    this.counts = liveCells({ rows, cols, mask: london.mask }, queen, halfLifeDays)
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

  /** Of one kind, in the squares that may tell that kind: nothing is told that others give away. Kept up from the first question on. */
  ofKind(kind: Wanted): KindCells {
    const known = this.#kinds.get(kind)
    if (known) return known
    const made = new KindCells(kind, this.london)
    made.counts.together(() => {
      for (const [cell, thefts] of this.#squares(Infinity)) made.take(cell, thefts)
    })
    this.#kinds.set(kind, made)
    return made
  }

  /** The same of thefts before a day. */
  ofKindUntil(kind: Wanted, day: number): CellCounts {
    return this.#then(`${kind} ${day} ${this.#seen}`, () => {
      const counts = cellCounts(this.counts.cells, halfLifeDays)
      for (const [cell, thefts] of this.#squares(day))
        for (const { event } of toldIn(thefts, kind)) counts.add(cell, event)
      return counts
    })
  }

  #squares(day: number): ReadonlyMap<number, Counted[]> {
    return Map.groupBy(
      [...this.#counted.values()].filter(({ event }) => event.day < day),
      ({ cell }) => cell,
    )
  }

  /** Thefts in steps of so many days that end before a day and begin with one, the newest last; of all kinds, or of one. */
  steps(end: number, { many, days, kind }: { many: number; days: number; kind?: Wanted | undefined }): Float32Array[] {
    const steps = Array.from({ length: many }, () => new Float32Array(this.counts.cells))
    for (const { cell, event, kind: its, vehicle } of this.#counted.values()) {
      if (kind && its !== kind && vehicle !== kind) continue
      const step = event.day < end ? steps[many - Math.ceil((end - event.day) / days)] : undefined
      if (step) step[cell] = (step[cell] as number) + 1
    }
    return steps
  }

  async #read(db: Kysely<ReportedCellTables>): Promise<void> {
    const rows = await theftsSince(db, { ...this.#of, seen: this.#seen })
    const changed = new Set<number>()
    const take = () => {
      for (const row of rows) for (const cell of this.#take(row)) changed.add(cell)
    }
    if (rows.length < many) take()
    else this.counts.together(take)
    if (changed.size > 0 && this.#kinds.size > 0) this.#takeKinds(changed)
  }

  #takeKinds(changed: ReadonlySet<number>): void {
    const squares = this.#squares(Infinity)
    for (const kind of this.#kinds.values()) for (const cell of changed) kind.take(cell, squares.get(cell) ?? [])
  }

  /** Gives the squares that it changed. */
  #take({ id, easting, northing, method, vehicle, source, gone, change, ...when }: TheftRow): readonly number[] {
    const before = this.#counted.get(id)
    if (before) this.counts.add(before.cell, { ...before.event, weight: -1 })
    this.#counted.delete(id)
    this.#seen = change
    const cell = squareAt(this.london.grid, easting, northing)
    const left = before ? [before.cell] : []
    if (gone || cell < 0 || source !== 'victim') return left
    const rode = isVehicle(vehicle) ? vehicle : undefined
    const now = { cell, event: eventOf(when), kind: kindOf(method), vehicle: rode }
    this.#counted.set(id, now)
    this.counts.add(now.cell, now.event)
    return [...left, cell]
  }
}

/** Days and months are those of the report, by which all are known; the hour of the week is that of the theft, or there is none. */
function eventOf({ reported, happened }: Pick<TheftRow, 'reported' | 'happened'>): CellEvent {
  const { day, month } = eventInHour(reported)
  if (happened === null) return { day, month }
  const { hourOfWeek } = eventInHour(happened)
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

const known = new Map<number, CellEvent>()
const hourMs = 3_600_000

/** By the clock on the wall: a Friday evening is one in summer too. */
export const eventAt = (at: string): CellEvent => eventInHour(Math.floor(Date.parse(at) / hourMs))

/** A year of reports has 8,760 full hours, and asking the calendar takes as long as all the rest. London's clock is off by full hours. */
function eventInHour(hour: number): CellEvent {
  const before = known.get(hour)
  if (before) return before
  if (known.size > 20_000) known.clear()
  const found = readHour(hour)
  known.set(hour, found)
  return found
}

function readHour(hour: number): CellEvent {
  const parts = Object.fromEntries(
    londonTime.formatToParts(hour * hourMs).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day: date = 1, hour: onTheClock = 0 } = parts
  const midnight = Date.UTC(year, month - 1, date) / 86_400_000
  return {
    ...{ day: midnight + onTheClock / 24, month: monthOfDay(midnight) },
    hourOfWeek: weekdayOf(midnight) * 24 + onTheClock,
  }
}
