import type { CellEvent } from '#lib/cells/counts'
import { type LiveCells, liveCells } from '#lib/cells/live'
import { queen } from '#lib/stats/neighbours'
import type { Vehicle } from '#modules/reports/public'
import { isVehicle, type TheftKind, tellableKinds, type Wanted } from './kinds-told.ts'
import type { LondonCells } from './london-cells.ts'
import { halfLifeDays } from './theft-cell.ts'

/** One theft in a square, as it is counted. */
export type KindOfTheft = {
  readonly kind: TheftKind
  /** Undefined where nobody said it. */
  readonly vehicle: Vehicle | undefined
  readonly event: CellEvent
}

/**
 * Of a square's thefts those of one kind, or with one vehicle, if the square may tell it. Each is a way of its own to part the thefts of
 * the square, and what is told by one says nothing of the other but the sum of all, which is told anyway.
 */
export function toldIn(thefts: readonly KindOfTheft[], wanted: Wanted): readonly KindOfTheft[] {
  const partOf = ({ kind, vehicle }: KindOfTheft) => (isVehicle(wanted) ? vehicle : kind)
  const counts = new Map<Wanted | undefined, number>()
  for (const theft of thefts) counts.set(partOf(theft), (counts.get(partOf(theft)) ?? 0) + 1)
  return tellableKinds(counts).has(wanted) ? thefts.filter((theft) => partOf(theft) === wanted) : []
}

/** Reports of one kind by square, in the squares that may tell it, kept up by each change of a square. */
export class KindCells {
  readonly counts: LiveCells
  readonly #kind: Wanted
  readonly #told = new Map<number, ReadonlySet<KindOfTheft>>()

  constructor(kind: Wanted, { grid: { rows, cols }, mask }: LondonCells) {
    this.#kind = kind
    this.counts = liveCells({ rows, cols, mask }, queen, halfLifeDays)
  }

  /** Takes what a square holds now in the place of what it held. */
  take(cell: number, thefts: readonly KindOfTheft[]): void {
    const before = this.#told.get(cell) ?? new Set()
    const now = new Set(toldIn(thefts, this.#kind))
    for (const theft of before) if (!now.has(theft)) this.counts.add(cell, { ...theft.event, weight: -1 })
    for (const theft of now) if (!before.has(theft)) this.counts.add(cell, theft.event)
    if (now.size > 0) this.#told.set(cell, now)
    else this.#told.delete(cell)
  }
}
