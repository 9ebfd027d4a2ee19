import type { Shape } from '../stats/neighbours.ts'
import { alarmAt, type LookRule } from '../stats/repeated-looks.ts'
import { sameWeightedRate } from '../stats/same-rate.ts'

/** Some squares that touch, with more events in the last day or two than their own weeks before explain. */
export type Rise = {
  readonly cells: readonly number[]
  readonly days: number
  /** Events in the window, the one that raised the alarm among them. */
  readonly events: number
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
/** By duration. */
type Counted = { readonly now: readonly number[]; readonly before: readonly number[] }
type Before = { readonly times: number; readonly scale: number; readonly sum: number }
/** Days. Times that are known by the hour lie whole days apart: what dividing them by 24 rounds must not move one into or out of a window. */
const aMoment = 1e-9
/** Weeks that must have been counted before anything is said. */
const fewestWeeks = 4
const mostWeeks = 104

/**
 * Decides at each event whether the squares around it see a rise. A window is compared with the same hours of the same weekdays in
 * the weeks before, each week counting half after a half-life: a Saturday night is held against Saturday nights. What the weeks
 * before hold is luck too, and the test of two rates knows it (same-rate.ts).
 *
 * How often it may be wrong: events come in at each place as a Poisson process when nothing is going on, and then the others that are
 * in the window when an event comes in are as many as in any window (Slivnyak and Mecke), so each event has a chance of at most p
 * of showing p. An event alarms when p × windows ≤ (every / oneIn) / events a day; expectations add up over events, so
 * at most one event in `oneIn` days is expected to alarm by chance, and a run of alarms is one story.
 */
export class RiseWatch {
  readonly #shape: Shape
  readonly #halfLife: number
  readonly #rule: LookRule
  readonly #times = new Map<number, number[]>()
  #events = 0
  #first = Number.POSITIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY
  readonly #weights: Float64Array

  constructor(shape: Shape, halfLifeDays: number, rule: LookRule) {
    this.#shape = shape
    this.#halfLife = halfLifeDays
    this.#rule = rule
    this.#weights = Float64Array.from({ length: mostWeeks + 1 }, (_, ago) => 2 ** ((-ago * week) / this.#halfLife))
  }

  /** Takes an event in and decides for now, the time of the newest event: one that is a day late is counted, and raises nothing. */
  add(cell: number, day: number): Rise | undefined {
    const isLate = day < this.#last - 1
    this.count(cell, day)
    return isLate ? undefined : this.#decide(cell, this.#last)
  }

  /** Takes in what is past: nothing is decided. */
  count(cell: number, day: number): void {
    const its = this.#times.get(cell) ?? []
    this.#times.set(cell, its)
    its.push(day)
    this.#events += 1
    this.#first = Math.min(this.#first, day)
    this.#last = Math.max(this.#last, day)
  }

  /** Takes one back. */
  take(cell: number, day: number): void {
    const its = this.#times.get(cell) ?? []
    const at = its.indexOf(day)
    if (at < 0) return
    its.splice(at, 1)
    this.#events -= 1
  }

  #decide(cell: number, day: number): Rise | undefined {
    const counted = day - this.#first
    if (counted < fewestWeeks * week) return undefined
    const aDay = this.#events / counted
    const limit = alarmAt(this.#rule)
    const before = durations.map((days) => this.#weeksBefore(counted, days))
    const around = this.#countAround(cell, day)
    let best: Rise | undefined
    for (const block of blocks) {
      const cells = this.#cellsOf(cell, block)
      const counts = cells.map((one) => around.get(one) as Counted)
      for (const [at, days] of durations.entries()) {
        const events = counts.reduce((sum, { now }) => sum + (now[at] as number), 0)
        if (events < fewest) continue
        const { times, scale, sum } = before[at] as Before
        const weighted = counts.reduce((all, { before: its }) => all + (its[at] as number), 0)
        const p = sameWeightedRate(events - 1, weighted * scale, times)
        const chance = Math.min(1, (p * windows * aDay) / this.#rule.every)
        if (chance > limit || (best && best.chance <= chance)) continue
        best = { cells, days, events, expected: weighted / sum, chance }
      }
    }
    return best
  }

  /** By how many windows the weeks before count, and what makes of their weighted sum a count with its own luck (Poisson). */
  #weeksBefore(counted: number, days: number): Before {
    const weeks = Math.min(mostWeeks, Math.floor((counted - days) / week))
    let [sum, squares] = [0, 0]
    for (let ago = 1; ago <= weeks; ago++) {
      const weight = this.#weights[ago] as number
      sum += weight
      squares += weight * weight
    }
    return { times: (sum * sum) / squares, scale: sum / squares, sum }
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
