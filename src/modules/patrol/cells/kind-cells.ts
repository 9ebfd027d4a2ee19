import type { CellEvent } from '#lib/cells/counts'
import { type LiveCells, liveCells } from '#lib/cells/live'
import { queen } from '#lib/stats/neighbours'
import { type TheftKind, tellableKinds } from './kinds-told.ts'
import type { LondonCells } from './london-cells.ts'
import { halfLifeDays } from './theft-cell.ts'

/** One theft in a square, as it is counted. */
export type KindOfTheft = { readonly kind: TheftKind; readonly event: CellEvent }

/** Of a square's thefts those of one kind, if the square may tell that kind. */
export function toldIn(thefts: readonly KindOfTheft[], wanted: TheftKind): readonly KindOfTheft[] {
  const counts = new Map<TheftKind, number>()
  for (const { kind } of thefts) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return tellableKinds(counts).has(wanted) ? thefts.filter(({ kind }) => kind === wanted) : []
}

/** Reports of one kind by square, in the squares that may tell it, kept up by each change of a square. */
export class KindCells {
  readonly counts: LiveCells
  readonly #kind: TheftKind
  readonly #told = new Map<number, ReadonlySet<KindOfTheft>>()

  constructor(kind: TheftKind, { grid: { rows, cols }, mask }: LondonCells) {
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
