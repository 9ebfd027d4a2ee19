import { nameOfMonth } from '#lib/cells/moment'
import { type Look, onList, type Scores, whileUnchanged } from './hotspots.ts'
import { wholeMonths } from './whole-months.ts'

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

/** Of the last twelve months that are over, and of lists as this one is made: the learned model has no part in the floor's record, nor the floor in its. */
export const pastLists = (look: Look): PastLists => (look.learned ? byLearned(look) : byDecayed(look))

const byDecayed = whileUnchanged((look) => recordOf(look, decayedLists(look)))
const byLearned = whileUnchanged((look) => recordOf(look, learnedLists(look)))

/** A month, what its list was made of, and the thefts that came in it. */
type Judged = { readonly month: number; readonly scores: Scores; readonly came: Float32Array }

/** Monthly decay is enough here: the published points have nothing finer. */
function* decayedLists(look: Look): Generator<Judged> {
  const { counts } = look
  const months = wholeMonths(look)
  const monthly = 0.5 ** (30.4375 / counts.halfLifeDays)
  const scores = new Float64Array(counts.cells)
  for (const [at, month] of months.entries()) {
    const came = counts.month(month) ?? new Float32Array(counts.cells)
    if (at > 0 && at >= months.length - back) yield { month, scores, came }
    for (let cell = 0; cell < scores.length; cell++)
      scores[cell] = (scores[cell] as number) * monthly + (came[cell] as number)
  }
}

/** Each was made from the months before its own alone; for a month without a release there was none. */
function* learnedLists(look: Look): Generator<Judged> {
  const { counts, learnedBefore } = look
  for (const month of wholeMonths(look).slice(-back)) {
    const scores = learnedBefore?.get(nameOfMonth(month))
    if (scores) yield { month, scores, came: counts.month(month) ?? new Float32Array(counts.cells) }
  }
}

function recordOf({ london }: Look, lists: Iterable<Judged>): PastLists {
  const stood = new Map<number, number>()
  const followed = new Map<number, number>()
  const months: string[] = []
  const inBorough = london.boroughs.map(() => ({ thefts: 0, found: 0 }))
  let [hits, all, places, right] = [0, 0, 0, 0]
  for (const { month, scores, came } of lists) {
    months.push(nameOfMonth(month))
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
  return {
    ...{ months, hit: all ? hits / all : 0, right: places ? right / places : 0 },
    of: (cell) => ({ listed: stood.get(cell) ?? 0, followed: followed.get(cell) ?? 0 }),
    recall: new Map(london.boroughs.map((name, at) => [name, inBorough[at] as Recall])),
  }
}
