import type { Shape } from '../stats/neighbours.ts'
import { alarmAt, type LookRule } from '../stats/repeated-looks.ts'
import { sameShare } from '../stats/same-share.ts'
import { SortedTimes } from './sorted-times.ts'

/** Some squares that touch, with more of the city’s events in the last day or two than their share in the weeks before explains. */
export type Rise = {
  readonly cells: readonly number[]
  readonly days: number
  /** Events in the window, the one that raised the alarm among them. */
  readonly events: number
  /** What their share is of as much as goes on elsewhere in the city now. */
  readonly expected: number
  /** That chance alone does as much anywhere within a day, all squares and windows together. */
  readonly chance: number
}

const week = 7
/** Days that a window reaches back. */
const durations = [1, 2] as const
/** A square by itself, the four blocks of 2 × 2 that it is in, and the block of 3 × 3 around it: rows up and columns right. */
const blocks: readonly (readonly [low: number, high: number, left: number, right: number])[] = [
  [0, 0, 0, 0],
  [0, 1, 0, 1],
  [0, 1, -1, 0],
  [-1, 0, 0, 1],
  [-1, 0, -1, 0],
  [-1, 1, -1, 1],
]
const windows = durations.length * blocks.length
/** Fewer are nothing to send anybody for, however unlikely. */
const fewest = 4
/** By duration: events in the window, and weighted ones of the same hours of the weeks before. */
type Counted = { readonly now: readonly number[]; readonly before: readonly number[] }
/** Of the whole city, for one duration; `scale` makes of a weighted sum a count with its own luck (Poisson). */
type City = { readonly now: number; readonly before: number; readonly scale: number }
/** Days. Times that are known by the hour lie whole days apart: what dividing them by 24 rounds must not move one into or out of a window. */
const aMoment = 1e-9
/** Weeks that must have been counted before anything is said. */
const fewestWeeks = 4
const mostWeeks = 104

/** Days of which the events a day are taken: whole weeks, and the greater of the two where more is going on of late. */
const recent = [week, 4 * week] as const
/** Days that are kept: what is older counts in no window. */
const kept = (mostWeeks + 1) * week

/**
 * Decides at each event whether the squares around it see a rise. A window is compared with the same hours of the same weekdays in
 * the weeks before, each week counting half after a half-life: a Saturday night is held against Saturday nights. What is compared is
 * their share of all the city’s events in those hours: that everything grows, has a season or a wet day is no rise of
 * a place, and a rise of the whole city is none. What the weeks before hold is luck too, the city’s among it, and the test of two shares knows it
 * (same-share.ts).
 *
 * How often it may be wrong: events come in at each place as a Poisson process when nothing is going on, and then the others that are
 * in the window when an event comes in are as many as in any window (Slivnyak and Mecke), so each event has a chance of at most p
 * of showing p. An event alarms when p × windows ≤ (every / oneIn) / events a day of the last weeks; expectations add up over events, so
 * at most one event in `oneIn` days is expected to alarm by chance, and a run of alarms is one story. It does not hold where the shares
 * themselves move: a place that grows more than others is told.
 */
export class RiseWatch {
  readonly #shape: Shape
  readonly #rule: LookRule
  readonly #times = new Map<number, number[]>()
  readonly #all = new SortedTimes()
  readonly #weights: Float64Array
  #dropped = Number.NEGATIVE_INFINITY

  constructor(shape: Shape, halfLifeDays: number, rule: LookRule) {
    this.#shape = shape
    this.#rule = rule
    this.#weights = Float64Array.from({ length: mostWeeks + 1 }, (_, ago) => 2 ** ((-ago * week) / halfLifeDays))
  }

  /** Events that are kept: two years of them, however long it runs. */
  get size(): number {
    return this.#all.size
  }

  /** Up to this day nothing is kept any more. */
  get dropped(): number {
    return this.#dropped
  }

  /** Takes an event in and decides for now, the time of the newest event: one that is a day late is counted, and raises nothing. */
  add(cell: number, day: number): Rise | undefined {
    const isLate = day < this.#all.last - 1
    this.count(cell, day)
    if (isLate) return undefined
    this.#drop()
    return this.#decide(cell, this.#all.last)
  }

  /** Takes in what is past: nothing is decided. */
  count(cell: number, day: number): void {
    if (day <= this.#dropped) return
    const its = this.#times.get(cell) ?? []
    this.#times.set(cell, its)
    its.push(day)
    this.#all.add(day)
  }

  /** Takes one back. */
  take(cell: number, day: number): void {
    const its = this.#times.get(cell) ?? []
    const at = its.indexOf(day)
    if (at < 0) return
    its.splice(at, 1)
    this.#all.remove(day)
  }

  /** Once a week at most: it goes through all squares. */
  #drop(): void {
    const oldest = this.#all.last - kept
    if (this.#all.first > oldest - week) return
    this.#dropped = oldest
    this.#all.dropUpTo(oldest)
    for (const [cell, times] of this.#times) {
      const left = times.filter((time) => time > oldest)
      if (left.length === 0) this.#times.delete(cell)
      else if (left.length < times.length) this.#times.set(cell, left)
    }
  }

  #decide(cell: number, day: number): Rise | undefined {
    if (day - this.#all.first < fewestWeeks * week) return undefined
    const around = this.#countAround(cell, day)
    const most = durations.map((_, at) => [...around.values()].reduce((sum, { now }) => sum + (now[at] as number), 0))
    if (most.every((events) => events < fewest)) return undefined
    const [aDay, limit] = [this.#eventsADay(day), alarmAt(this.#rule)]
    const city = durations.map((days) => this.#cityIn(day, days))
    let best: Rise | undefined
    for (const block of blocks) {
      const cells = this.#cellsOf(cell, block)
      const counts = cells.map((one) => around.get(one) as Counted)
      for (const [at, days] of durations.entries()) {
        const events = counts.reduce((sum, { now }) => sum + (now[at] as number), 0)
        if (events < fewest) continue
        const all = city[at] as City
        const before = counts.reduce((sum, one) => sum + (one.before[at] as number), 0)
        // Sums of weights and of times are rounded: the others have never fewer than none.
        const others = Math.max(0, all.before - before)
        const p = sameShare(events - 1, Math.max(events, all.now) - 1, before * all.scale, others * all.scale)
        const chance = Math.min(1, (p * windows * aDay) / this.#rule.every)
        if (chance > limit || (best && best.chance <= chance)) continue
        best = { cells, days, events, expected: (before * (all.now - events)) / others, chance }
      }
    }
    return best
  }

  #between(after: number, until: number): number {
    return this.#all.upTo(until + aMoment) - this.#all.upTo(after + aMoment)
  }

  #eventsADay(day: number): number {
    return Math.max(...recent.map((days) => this.#between(day - days, day) / days))
  }

  #cityIn(day: number, days: number): City {
    let [before, squares] = [0, 0]
    for (let ago = 1; ago <= mostWeeks && day - ago * week > this.#all.first; ago++) {
      const weight = this.#weights[ago] as number
      const events = this.#between(day - ago * week - days, day - ago * week)
      before += weight * events
      squares += weight * weight * events
    }
    return { now: this.#between(day - days, day), before, scale: before === 0 ? 0 : before / squares }
  }

  /** Of each square around: for each duration, events in the window, and weighted ones of the same hours of the weeks before. */
  #countAround(cell: number, day: number): Map<number, Counted> {
    const around = this.#cellsOf(cell, [-1, 1, -1, 1])
    return new Map(around.map((one) => [one, this.#count(this.#times.get(one) ?? [], day)]))
  }

  #count(times: readonly number[], day: number): Counted {
    const [now, before] = [durations.map(() => 0), durations.map(() => 0)]
    for (const time of times) {
      if (time > day) continue
      const since = day - time + aMoment
      const ago = Math.floor(since / week)
      const phase = since - ago * week
      const into = ago === 0 ? now : before
      const weight = this.#weights[ago] ?? 0
      for (let at = 0; at < durations.length; at++)
        if (phase < (durations[at] as number)) into[at] = (into[at] as number) + weight
    }
    return { now, before }
  }

  #cellsOf(cell: number, [low, high, left, right]: (typeof blocks)[number]): number[] {
    const { rows, cols } = this.#shape
    const [row, col] = [Math.floor(cell / cols), cell % cols]
    const cells: number[] = []
    for (let up = Math.max(0, row + low); up <= Math.min(rows - 1, row + high); up++)
      for (let at = Math.max(0, col + left); at <= Math.min(cols - 1, col + right); at++) cells.push(up * cols + at)
    return cells
  }
}
