// A year of looks, and more years, of each live pattern at a London where nothing is going on. One NDJSON line a pattern.

import { seeded } from '#lib/stats/random'
import { londonCells } from '#modules/patrol/public'
import { findPatterns } from '../../src/modules/patrol/find-patterns.ts'
import { type Finding, lookedBack, type Pattern, type Theft } from '../../src/modules/patrol/pattern.ts'
import { londonRates, quietLondon, type WorldKind } from '../patrol/london-world.ts'

type Input = {
  readonly world: WorldKind
  readonly years: number
  readonly seed: number
  readonly patterns?: readonly string[]
}
const { world, years, seed, patterns } = JSON.parse(process.argv[2] ?? '{}') as Input

const day = 24
const week = 7 * day
const ground = londonCells()
const draw = quietLondon(londonRates(), world)

type Open = { readonly squares: Set<number>; until: number }
type Watched = { readonly pattern: Pattern; looks: number; alarms: number; stories: number; ms: number; open: Open[] }

/** Whether it is part of a story that is told already, as `continued` in src/modules/patrol/pattern-places.ts has it. */
function isNew(watched: Watched, { squares, from, to }: Finding): boolean {
  watched.open = watched.open.filter(({ until }) => until >= from - week)
  const known = watched.open.find((one) => one.until >= from && squares.some((square) => one.squares.has(square)))
  if (!known) {
    watched.open.push({ squares: new Set(squares), until: to })
    return true
  }
  for (const square of squares) known.squares.add(square)
  known.until = Math.max(known.until, to)
  return false
}

function look(watched: Watched, thefts: readonly Theft[], until: number): void {
  const began = performance.now()
  const findings = watched.pattern.find({ thefts, until, ground, rule: watched.pattern.rule })
  watched.ms += performance.now() - began
  watched.looks += 1
  if (findings.length > 0) watched.alarms += 1
  for (const finding of findings) if (isNew(watched, finding)) watched.stories += 1
}

const all = (await findPatterns()).filter(({ slug }) => !patterns || patterns.includes(slug))
const watched = all.map((pattern): Watched => ({ pattern, looks: 0, alarms: 0, stories: 0, ms: 0, open: [] }))
const random = seeded(seed)
const days = Math.round(years * 365)
const firstWeeks = lookedBack / week
let thefts = draw(0, firstWeeks, random)
let drawn = firstWeeks
for (let at = 0; at < days; at++) {
  // Looks end at six in the morning, and each six hours before that.
  const until = lookedBack + at * day + 6
  while (drawn * week < until) {
    thefts = [...thefts.filter(({ hour }) => hour >= until - lookedBack - day), ...draw(drawn, 1, random)]
    drawn += 1
  }
  for (const one of watched)
    for (let end = until - day + one.pattern.rule.every * day; end <= until; end += one.pattern.rule.every * day)
      look(
        one,
        thefts.filter(({ hour }) => hour >= end - lookedBack && hour < end),
        end,
      )
}
for (const { pattern, looks, alarms, stories, ms } of watched) {
  const { oneIn, every } = pattern.rule
  console.log(JSON.stringify({ world, pattern: pattern.slug, oneIn, every, looks, alarms, stories, ms: ms / looks }))
}
