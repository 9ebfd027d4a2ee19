import { pOfNormal, pOfTails } from '../stats/alternative.ts'
import { tailsOfGroups } from '../stats/draws.ts'
import { adjustCounted } from '../stats/fdr.ts'
import { giStarScore } from '../stats/gistar.ts'
import type { MaskedShape, Neighbourhood, Shape } from '../stats/neighbours.ts'
import { type CellCounts, cellCounts } from './counts.ts'
import { isIn, LocalSums } from './local-sums.ts'

/** How far a cell and those near it stand out from the map: Gi*, and the rate of false alarms at which it would be flagged. */
export type Standing = { readonly z: number; readonly q: number }

/**
 * Counts of cells of which each event also keeps up what Gi* needs: one event costs what is near it, not the map. `standings`
 * gives all of it as a whole recomputation would (gistar.ts), from how many cells have which count and which sum.
 */
export type LiveCells = CellCounts & {
  readonly shape: Shape
  /** What `work` adds is added first and then looked at as a whole: for the many that a start reads. */
  readonly together: (work: () => void) => void
  /** Gi* of a cell, by all its events or by decayed ones: time passing changes neither. */
  readonly giStar: (cell: number) => number
  readonly decayedGiStar: (cell: number) => number
  readonly decayedGiStars: () => Float64Array
  /** Gi* of all events, with q for all cells of the map. */
  readonly standings: () => (cell: number) => Standing
}

export const isLive = (counts: CellCounts): counts is LiveCells => 'standings' in counts

/** Cells outside a mask keep their counts, and nothing of Gi* knows of them. */
export function liveCells(shape: MaskedShape, near: Neighbourhood, halfLifeDays: number): LiveCells {
  const kept = cellCounts(shape.rows * shape.cols, halfLifeDays)
  const { decayed, counts } = kept
  const all = new LocalSums((cell) => counts[cell] as number, shape, near)
  const lately = new LocalSums((cell) => decayed.undecayed(cell), shape, near)
  let tallies = talliesOf(all, counts, shape.mask)
  let keepsUp = true
  return {
    ...kept,
    shape,
    together(work) {
      keepsUp = false
      try {
        work()
      } finally {
        keepsUp = true
        all.recount()
        lately.recount()
        tallies = talliesOf(all, counts, shape.mask)
      }
    },
    add(cell, event) {
      if (!keepsUp) return kept.add(cell, event)
      const { origin } = decayed
      const [before, lateBefore] = [counts[cell] as number, decayed.undecayed(cell)]
      kept.add(cell, event)
      if (isIn(shape.mask, cell)) tallies.counted(before, counts[cell] as number)
      all.changed(cell, before, (other, was) => tallies.summed(other, was, all.sums[other] as number))
      if (origin === undefined || origin === decayed.origin) lately.changed(cell, lateBefore)
      else lately.recount()
    },
    giStar: (cell) => all.score(cell),
    decayedGiStar: (cell) => lately.score(cell),
    decayedGiStars: () => lately.scores(),
    standings: () => standingsOf(all, tallies),
  }
}

type Tallies = ReturnType<typeof talliesOf>

/** How many cells have each count; and of each number of cells near, how many have each sum. */
function talliesOf({ sums, sizes }: LocalSums, counts: Float64Array, mask: MaskedShape['mask']) {
  const values = new Map<number, number>()
  const bySize = new Map<number, Map<number, number>>()
  const bump = (map: Map<number, number>, key: number, by: number) => {
    const now = (map.get(key) ?? 0) + by
    if (now === 0) map.delete(key)
    else map.set(key, now)
  }
  const sumsOf = (size: number) => {
    const known = bySize.get(size) ?? new Map<number, number>()
    bySize.set(size, known)
    return known
  }
  for (const [cell, count] of counts.entries()) {
    if (!isIn(mask, cell)) continue
    bump(values, count, 1)
    bump(sumsOf(sizes[cell] as number), sums[cell] as number, 1)
  }
  return {
    values,
    bySize,
    counted: (before: number, now: number) => {
      bump(values, before, -1)
      bump(values, now, 1)
    },
    summed: (cell: number, before: number, now: number) => {
      const its = sumsOf(sizes[cell] as number)
      bump(its, before, -1)
      bump(its, now, 1)
    },
  }
}

/** Each pair of size and sum is judged once: a city has thousands of them, not hundreds of thousands. */
function standingsOf({ spread, sums, sizes }: LocalSums, { values, bySize }: Tallies): (cell: number) => Standing {
  const groups = [...values].map(([value, times]) => ({ value, times }))
  const tails = tailsOfGroups(groups, bySize.keys())
  const pairs = [...bySize].flatMap(([size, its]) =>
    [...its].map(([sum, times]) => {
      const z = giStarScore(sum, size, spread)
      const p = tails
        ? pOfTails(tails.atLeast(size, sum), tails.atMost(size, sum), 'two-sided')
        : pOfNormal(z, 'two-sided')
      return { size, sum, times, z, p }
    }),
  )
  const q = adjustCounted(
    pairs.map(({ p }) => p),
    pairs.map(({ times }) => times),
  )
  const found = new Map<number, Map<number, Standing>>()
  for (const [at, { size, sum, z }] of pairs.entries()) {
    const its = found.get(size) ?? new Map<number, Standing>()
    found.set(size, its)
    its.set(sum, { z, q: q[at] as number })
  }
  return (cell) => found.get(sizes[cell] as number)?.get(sums[cell] as number) ?? nothing
}

const nothing: Standing = { z: 0, q: 1 }
