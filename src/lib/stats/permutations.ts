import { drawsWithout, type Random } from './random.ts'
import { wantFeasible } from './wrong-input.ts'

/** Where a value's neighbours' sum lies among sums of as many others, drawn by chance. */
export type Place = {
  /** How many drawn sums were as large, or larger; and as small, or smaller. */
  readonly atLeast: number
  readonly atMost: number
}

/** Values that are drawn and kept: 400 MB. */
const mostDrawn = 5e7
/** Values that are added up. */
const mostAdded = 5e9

/**
 * Conditional permutation (L. Anselin, "Local indicators of spatial association", Geographical Analysis 27 (1995) 93): a
 * cell keeps its value, and its k neighbours are k of the others, drawn without replacement. The same draws serve every
 * cell, as in esda. Each draw has one value to spare, which takes the cell's own place where it was drawn itself:
 * k others remain, each set as likely. So one sorted list of sums serves all cells with k neighbours, and a cell costs a search
 * and the few draws that it was in, not permutations times neighbours.
 */
export function conditionalPlaces(
  values: ArrayLike<number>,
  { neighbours, observed }: { neighbours: Int32Array; observed: Float64Array },
  { permutations, random }: { permutations: number; random: Random },
): Place[] {
  const size = values.length
  const most = neighbours.reduce((all, one) => Math.max(all, one), 0)
  const stride = most + 1
  wantDraws(new Set(neighbours), stride, permutations)
  const drawn = drawsWithout(size, stride, permutations, random)
  const drawsOf = drawsByCell(drawn, size)
  const sumsOf = new Map<number, Sums>()
  return Array.from({ length: size }, (_, at) => {
    const k = neighbours[at] as number
    const sums = sumsOf.get(k) ?? kept(sumsOf, k, sumsOfDraws(values, drawn, { stride, k, permutations }))
    // Sums of decayed counts differ in the last bits by the order of adding: what differs by so little is equal.
    const bar = observed[at] as number
    const slack = 1e-10 * Math.max(1, Math.abs(bar))
    let atLeast = permutations - below(sums.sorted, bar - slack)
    let atMost = below(sums.sorted, bar + slack)
    for (const index of drawsOf(at)) {
      if (index % stride >= k) continue
      const draw = Math.floor(index / stride)
      const spare = values[drawn[draw * stride + k] as number] as number
      const was = sums.byDraw[draw] as number
      const is = was - (values[at] as number) + spare
      atLeast += Number(is >= bar - slack) - Number(was >= bar - slack)
      atMost += Number(is < bar + slack) - Number(was < bar + slack)
    }
    return { atLeast, atMost }
  })
}

function wantDraws(kinds: ReadonlySet<number>, stride: number, permutations: number): void {
  const instead = 'ask for fewer permutations, or a shorter distance, or none: then p is counted out'
  const kept = permutations * Math.max(stride, 2 * kinds.size)
  wantFeasible('Permutations times cells near one', kept, mostDrawn, instead)
  const added = [...kinds].reduce((sum, k) => sum + k + 1, 0) * permutations
  wantFeasible('Permutations times cells near one, for each number of them that there is', added, mostAdded, instead)
}

type Sums = { readonly byDraw: Float64Array; readonly sorted: Float64Array }

function kept(map: Map<number, Sums>, k: number, sums: Sums): Sums {
  map.set(k, sums)
  return sums
}

function sumsOfDraws(
  values: ArrayLike<number>,
  drawn: Int32Array,
  { stride, k, permutations }: { stride: number; k: number; permutations: number },
): Sums {
  const byDraw = new Float64Array(permutations)
  for (let draw = 0; draw < permutations; draw++)
    for (let place = 0; place < k; place++)
      byDraw[draw] = (byDraw[draw] as number) + (values[drawn[draw * stride + place] as number] as number)
  return { byDraw, sorted: byDraw.toSorted() }
}

/** For each cell, the places in `drawn` where it stands. */
function drawsByCell(drawn: Int32Array, size: number): (at: number) => Int32Array {
  const starts = new Int32Array(size + 1)
  for (const at of drawn) starts[at + 1] = (starts[at + 1] as number) + 1
  for (let at = 0; at < size; at++) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number)
  const next = starts.slice()
  const places = new Int32Array(drawn.length)
  for (const [index, at] of drawn.entries()) {
    places[next[at] as number] = index
    next[at] = (next[at] as number) + 1
  }
  return (at) => places.subarray(starts[at], starts[at + 1])
}

/** How many of the sorted values are below the bar. */
function below(sorted: Float64Array, bar: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < bar) low = middle + 1
    else high = middle
  }
  return low
}
