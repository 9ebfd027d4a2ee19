import type { CellCounts } from '#lib/cells/counts'
import { isLive, type Standing } from '#lib/cells/live'
import { monthOfDay } from '#lib/cells/moment'
import { giStar } from '#lib/stats/gistar'
import { queen } from '#lib/stats/neighbours'
import type { LearnedList } from '../forecast/try-learned.ts'
import type { LondonCells } from './london-cells.ts'
import type { MadeBy } from './made-by.ts'

/** What a list is made of: counts, the day from which it looks back, and the squares it may name. */
export type Look = {
  readonly counts: CellCounts
  readonly london: LondonCells
  /** Days since 1970. */
  readonly day: number
  /** Thefts of each square in the last so many days, where the data have days. */
  readonly lately?: ((days: number) => Float32Array) | undefined
  /** The learned model's list, where the back-test released it; without it the floor, the decayed counts, makes the list. */
  readonly learned?: LearnedList | undefined
  /** What the learned model listed for months before, by month: of those for which it was released. */
  readonly learnedBefore?: ReadonlyMap<string, Float32Array> | undefined
  /** What made the weights, where it is not the decayed count. */
  readonly madeBy?: MadeBy | undefined
}

/** The same look by the floor alone, which is always there. */
export const byFloor = <Of extends Look>(look: Of): Of => ({
  ...look,
  ...{ learned: undefined, learnedBefore: undefined, madeBy: undefined },
})

export const madeByOf = ({ madeBy }: Pick<Look, 'madeBy'>): MadeBy => madeBy ?? { by: 'decayed' }

/** What plans weigh squares by, in decayed thefts: those of the floor, or of the learned model where it is released. */
export function weightsOf({ counts, day, learned }: Look): Float64Array {
  const scores = counts.decayed.on(day)
  if (!learned) return scores
  const all = scores.reduce((sum, one) => sum + one, 0)
  return Float64Array.from(learned.shares, (share) => share * all)
}

/** One square of a list, and why it is there. `rank` is its place by what made the list, `floorRank` that by the floor. */
export type Hotspot = {
  readonly cell: number
  readonly rank: number
  readonly floorRank: number
  readonly borough: string
  /** Thefts, each counting half after a half-life: what the list is ordered by. */
  readonly score: number
  readonly thefts: number
  /** Above what chance would put there: Gi* with its neighbours. `q` is corrected for all squares that were looked at. */
  readonly z: number
  readonly q: number
}

/** How many squares are listed: 0.5% of London, what its shifts can be asked to look at; and of each borough at least so many. */
export const listed = 350
export const eachBorough = 5

/**
 * The squares with the highest decayed counts, or those of the learned model where it is released: one list for all of London, and
 * the first of each borough that it leaves out.
 */
export function hotspotsOf(look: Look): Hotspot[] {
  const { counts, london, day, learned } = look
  const scores = counts.decayed.on(day)
  const standing = standingOut(look)
  const floorRank = learned ? new Map(ranking(scores, london.mask).map((cell, at) => [cell, at + 1])) : undefined
  return onList(learned?.listed ?? scores, london).map(({ cell, rank }) => ({
    ...{
      cell,
      rank,
      floorRank: floorRank ? (floorRank.get(cell) ?? 0) : rank,
      borough: london.boroughs[london.boroughOf[cell] as number] ?? '',
    },
    ...{ score: scores[cell] ?? 0, thefts: counts.counts[cell] ?? 0, ...standing(cell) },
  }))
}

/** The squares of a look's list by rank, without what else is told of them. */
export const listedCells = ({ counts, london, day, learned }: Look): { cell: number; rank: number }[] =>
  onList(learned?.listed ?? counts.decayed.on(day), london)

export type Scores = Float64Array | Float32Array

/** The squares of a list by what each scores: the first of London, and of each borough its own first. */
export function onList(scores: Scores, { mask, boroughOf }: LondonCells): { cell: number; rank: number }[] {
  const inBorough = new Map<number, number>()
  return ranking(scores, mask).flatMap((cell, at) => {
    const borough = boroughOf[cell] as number
    const before = inBorough.get(borough) ?? 0
    inBorough.set(borough, before + 1)
    // B22: the West End does not eat every patrol.
    return at >= listed && before >= eachBorough ? [] : [{ cell, rank: at + 1 }]
  })
}

/** Cells with any theft, the highest first; of equal ones the first in the grid, so that a list never depends on luck. */
export function ranking(scores: Scores, mask: Uint8Array): number[] {
  const cells: number[] = []
  for (let cell = 0; cell < scores.length; cell++) if (mask[cell] && (scores[cell] as number) > 0) cells.push(cell)
  return cells.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
}

/** What takes some tenths of a second for London, kept until another theft is counted, or another month begins. */
export function whileUnchanged<Result>(work: (look: Look) => Result): (look: Look) => Result {
  const done = new WeakMap<CellCounts, { readonly key: string; readonly result: Result }>()
  return (look) => {
    const key = `${look.counts.taken()} ${monthOfDay(look.day)}`
    const known = done.get(look.counts)
    if (known?.key === key) return known.result
    const result = work(look)
    done.set(look.counts, { key, result })
    return result
  }
}

/** Counts that are kept up by each report know it; published ones change once a month and are looked at as a whole. */
const standingOut = whileUnchanged(({ counts, london: { grid, mask } }): ((cell: number) => Standing) => {
  if (isLive(counts)) return counts.standings()
  const { z, q } = giStar({ rows: grid.rows, cols: grid.cols, mask, counts: counts.counts, near: queen })
  return (cell) => ({ z: z[cell] ?? 0, q: q[cell] ?? 1 })
})

/** What a square must weigh to stay on the list, and in which of the two lists it is held longest. */
export type Stays = { readonly weight: number; readonly among: 'London' | 'borough' }

/**
 * A square is off the list when so many others weigh more as the list holds: of London, and of its own borough too. Undefined where
 * there are not so many others with a theft: then no number of days takes it off.
 */
export function stays(scores: Scores, { mask, boroughOf }: LondonCells, cell: number): Stays | undefined {
  const others = ranking(scores, mask).filter((other) => other !== cell)
  const inLondon = others[listed - 1]
  const inBorough = others.filter((other) => boroughOf[other] === boroughOf[cell])[eachBorough - 1]
  if (inLondon === undefined || inBorough === undefined) return undefined
  const [london, borough] = [scores[inLondon] as number, scores[inBorough] as number]
  return london <= borough ? { weight: london, among: 'London' } : { weight: borough, among: 'borough' }
}

/**
 * Days without a theft until a score has sunk to that weight, if the squares that come after it keep theirs, as they do where thefts
 * go on as before. All scores fade alike: if no theft came anywhere, the order would stay as it is.
 */
export const daysUntilOff = (score: number, { weight }: Pick<Stays, 'weight'>, halfLifeDays: number): number =>
  score > weight ? halfLifeDays * Math.log2(score / weight) : 0
