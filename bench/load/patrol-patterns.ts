// A year of looks, and more years, of each live pattern at a London where nothing is going on. One NDJSON line a pattern.

import { RiseWatch } from '#lib/cells/rise'
import { seeded } from '#lib/stats/random'
import { oneAYear } from '#lib/stats/repeated-looks'
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
type Told = { looks: number; alarms: number; stories: number; ms: number; open: Open[] }
type Watched = Told & { readonly pattern: Pattern }

/** Whether it is part of a story that is told already, as `continued` in src/modules/patrol/pattern-places.ts has it. */
function isNew(watched: Told, { squares, from, to }: Pick<Finding, 'squares' | 'from' | 'to'>): boolean {
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
const none = (): Told => ({ looks: 0, alarms: 0, stories: 0, ms: 0, open: [] })
const watched = all.map((pattern): Watched => ({ pattern, ...none() }))
/** At each theft, as the server decides. */
const rise = patterns && !patterns.includes('rise') ? undefined : none()
const watch = new RiseWatch(ground.grid, 91, oneAYear)

function decide(told: Told, { cell, hour }: Theft): void {
  if (hour < lookedBack) {
    watch.count(cell, hour / day)
    return
  }
  const began = performance.now()
  const found = watch.add(cell, hour / day)
  told.ms += performance.now() - began
  told.looks += 1
  if (!found) return
  told.alarms += 1
  if (isNew(told, { squares: found.cells, from: hour - found.days * day, to: hour + 1 })) told.stories += 1
}

const random = seeded(seed)
const days = Math.round(years * 365)
const firstWeeks = lookedBack / week
let thefts = draw(0, firstWeeks, random)
if (rise) for (const theft of thefts) decide(rise, theft)
let drawn = firstWeeks
for (let at = 0; at < days; at++) {
  // Looks end at six in the morning, and each six hours before that.
  const until = lookedBack + at * day + 6
  while (drawn * week < until) {
    const more = draw(drawn, 1, random)
    if (rise) for (const theft of more) decide(rise, theft)
    thefts = [...thefts.filter(({ hour }) => hour >= until - lookedBack - day), ...more]
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
const out = (pattern: string, days: number, oneIn: number, { looks, alarms, stories, ms }: Told) =>
  console.log(JSON.stringify({ world, pattern, days, oneIn, alarms, stories, ms: ms / looks }))
for (const one of watched) out(one.pattern.slug, one.looks * one.pattern.rule.every, one.pattern.rule.oneIn, one)
if (rise) out('rise', (drawn - firstWeeks) * 7, oneAYear.oneIn, rise)
