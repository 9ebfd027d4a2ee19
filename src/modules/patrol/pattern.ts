import { alarmAt, type LookRule, replicatesFor } from '#lib/stats/repeated-looks'
import type { LondonCells } from './cells/london-cells.ts'

/** A theft as patterns see it, with the hour that its pattern asks for. Hours are those of London’s clock since 1970: a Friday evening is one in summer too. */
export type Theft = {
  readonly cell: number
  readonly hour: number
  readonly method: string
  /** When it was reported, where a pattern looks at both. */
  readonly report?: number
  /** When the hour of the theft was told; undefined where `hour` is that of the report. */
  readonly told?: number | undefined
}

/** What a pattern looks at: the thefts before `until`, back to nine weeks before it. */
export type PatternLook = {
  readonly thefts: readonly Theft[]
  readonly until: number
  readonly ground: Pick<LondonCells, 'grid' | 'boroughs' | 'boroughOf'>
  readonly rule: LookRule
}

/** More than chance explains, in some squares from one hour up to another. */
export type Finding = {
  readonly squares: readonly number[]
  readonly from: number
  readonly to: number
  readonly thefts: number
  readonly expected: number
  /** That chance alone does as much anywhere at one look: corrected for every place and kind that was looked at. */
  readonly chance: number
  /** Of which kind the thefts are, where the pattern is about one kind. */
  readonly method?: string
}

/** One file each at modules/patrol/patterns, the default export. Pure: the same look finds the same. */
export type Pattern = {
  readonly slug: string
  /** Its false-alarm budget: at most one look in so many days finds something where there is nothing. */
  readonly rule: LookRule
  /**
   * Whose hours it looks at. Of the report: known of all, and in time. Of the theft: only of those whose victim said it, for what
   * makes sense of no other hour. Of the theft or the report: of the theft where it was told by the end of the look; `report` and
   * `told` are there, for what is not yet known of today was not yet known of any day at its own hour.
   */
  readonly hours: 'of-report' | 'of-theft' | 'of-theft-or-report'
  readonly find: (look: PatternLook) => Finding[]
}

export const week = 7 * 24
/** Hours. Eight weeks to compare with, and the one that is looked at. */
export const lookedBack = 9 * week
/** Each look ends at a multiple of its time after six in the morning: the night’s thefts are in one, before the day’s shifts. */
const firstHour = 6

/** The end of the last look that is due by now, in hours of London’s clock. */
export function lookDue({ every }: LookRule, now: number): number {
  const hours = every * 24
  return Math.floor((now - firstHour) / hours) * hours + firstHour
}

/**
 * The best score of each round of chance. Undefined as soon as so many of them reach `best`, the best score there is, that
 * nothing can be an alarm any more: that is most looks, after a few rounds.
 */
export function scoresByChance(rule: LookRule, best: number, round: () => number): Float64Array | undefined {
  const scores = new Float64Array(2 * replicatesFor(rule) + 1)
  let reached = 0
  for (let at = 0; at < scores.length; at++) {
    const score = round()
    scores[at] = score
    if (score >= best) reached += 1
    if (!isAlarm((1 + reached) / (1 + scores.length), rule)) return undefined
  }
  return scores
}

export const chanceOf = (score: number, byChance: Float64Array): number =>
  (1 + byChance.filter((other) => other >= score).length) / (1 + byChance.length)

/** A hair more, because a chance that is as low as the rule asks is one. */
export const isAlarm = (chance: number, rule: LookRule): boolean => chance <= alarmAt(rule) * (1 + 1e-12)

/** The best first; one that shares a square with a better one is part of the same story. */
export function apart(findings: readonly Finding[]): Finding[] {
  const taken = new Set<number>()
  const kept: Finding[] = []
  for (const finding of findings.toSorted((a, b) => a.chance - b.chance || b.thefts - a.thefts)) {
    if (finding.squares.some((square) => taken.has(square))) continue
    for (const square of finding.squares) taken.add(square)
    kept.push(finding)
  }
  return kept
}
