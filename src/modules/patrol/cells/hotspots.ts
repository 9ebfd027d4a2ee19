import type { CellCounts } from '#lib/cells/counts'
import { isLive, type Standing } from '#lib/cells/live'
import { monthOfDay, nameOfMonth } from '#lib/cells/moment'
import { giStar } from '#lib/stats/gistar'
import { queen } from '#lib/stats/neighbours'
import type { LearnedList } from '../forecast/try-learned.ts'
import type { LondonCells } from './london-cells.ts'
import type { MadeBy } from './made-by.ts'
import { wholeMonths } from './whole-months.ts'

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
  /** What made the weights, where it is not the decayed count. */
  readonly madeBy?: MadeBy | undefined
}

/** The same look by the floor alone, which is always there. */
export const byFloor = <Of extends Look>(look: Of): Of => ({ ...look, learned: undefined, madeBy: undefined })

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

type Scores = Float64Array | Float32Array

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

/** How the lists of the last months did: made of what was known before each month, held against what came in it. */
export type PastLists = {
  readonly months: readonly string[]
  /** Of all thefts of those months, the share that happened in listed squares. */
  readonly hit: number
  /** Of all listed squares, the share in which at least one theft followed within the month. */
  readonly right: number
  /** The same for one square: on how many lists it stood, and after how many a theft followed. */
  readonly of: (cell: number) => { readonly listed: number; readonly followed: number }
  /** By borough: its thefts of those months, and how many of them were in squares of the lists (B22). */
  readonly recall: ReadonlyMap<string, Recall>
}

export type Recall = { readonly thefts: number; readonly found: number }

const back = 12

/** Of the last twelve months that are over. Monthly decay is enough here: the published points have nothing finer. */
export const pastLists = whileUnchanged((look): PastLists => {
  const { counts, london } = look
  const months = wholeMonths(look)
  const monthly = 0.5 ** (30.4375 / counts.halfLifeDays)
  const scores = new Float64Array(counts.cells)
  const stood = new Map<number, number>()
  const followed = new Map<number, number>()
  const judgedMonths: string[] = []
  const inBorough = london.boroughs.map(() => ({ thefts: 0, found: 0 }))
  let [hits, all, places, right] = [0, 0, 0, 0]
  for (const [at, month] of months.entries()) {
    const came = counts.month(month) ?? new Float32Array(counts.cells)
    if (at > 0 && at >= months.length - back) {
      judgedMonths.push(nameOfMonth(month))
      for (const { cell } of onList(scores, london)) {
        const here = came[cell] as number
        stood.set(cell, (stood.get(cell) ?? 0) + 1)
        places += 1
        hits += here
        const borough = inBorough[london.boroughOf[cell] as number]
        if (borough) borough.found += here
        if (here > 0) {
          followed.set(cell, (followed.get(cell) ?? 0) + 1)
          right += 1
        }
      }
      for (const [cell, here] of came.entries()) {
        all += here
        const borough = here > 0 ? inBorough[london.boroughOf[cell] as number] : undefined
        if (borough) borough.thefts += here
      }
    }
    for (let cell = 0; cell < scores.length; cell++)
      scores[cell] = (scores[cell] as number) * monthly + (came[cell] as number)
  }
  return {
    ...{ months: judgedMonths, hit: all ? hits / all : 0, right: places ? right / places : 0 },
    of: (cell) => ({ listed: stood.get(cell) ?? 0, followed: followed.get(cell) ?? 0 }),
    recall: new Map(london.boroughs.map((name, at) => [name, inBorough[at] as Recall])),
  }
})

/** Days without a theft there until a square falls below the last one of the list, if nothing changes elsewhere. */
export const daysUntilOff = (score: number, last: number, halfLifeDays: number): number =>
  last > 0 && score > last ? halfLifeDays * Math.log2(score / last) : 0

/** The lowest score that keeps a square on the list: that of London's last one, or of its own borough's. */
export function lastScore(spots: readonly Hotspot[], { rank, borough }: Hotspot): number {
  const others =
    rank <= listed ? spots.filter((one) => one.rank <= listed) : spots.filter((one) => one.borough === borough)
  return others.at(-1)?.score ?? 0
}
