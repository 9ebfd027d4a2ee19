import { alarmAt } from '#lib/stats/repeated-looks'
import { sameRate } from '#lib/stats/same-rate'
import { type Finding, type Pattern, type PatternLook, week } from '../pattern.ts'

/** Hours of a part of the day. */
const part = 6
const weeks = 8
/** Parts that a look goes back: the newest by itself, and those of which more is known by now. */
const parts = 4
/** By how much the chance of a part is multiplied: half of the budget is the newest one’s, the other half is shared by the others. */
const shareOf = (ago: number) => (ago === 0 ? 2 : 2 * (parts - 1))

/**
 * More thefts in a borough in six hours than its own last eight weeks explain, at the same hours of the same weekday. By the hour of
 * the theft where it was told, else of the report. The newest hours always lack the thefts that are told of tomorrow; so each week before
 * is taken as it was known at that hour of its day: with the reports that had come, and the hours that had been told, by then. A part of
 * the day is looked at again in the 18 hours after it, when more is known of it.
 * A chance per borough and part, times their number (Bonferroni): the chance that any of them alarms at one look is within the rule.
 */
const surge: Pattern = { slug: 'surge', rule: { oneIn: 365, every: part / 24 }, hours: 'of-theft-or-report', find }
export default surge

function find({ thefts, until, ground: { boroughs, boroughOf }, rule }: PatternLook): Finding[] {
  const counts = boroughs.map(() =>
    Array.from({ length: parts }, () => ({ now: 0, before: 0, squares: new Set<number>() })),
  )
  let first = until
  for (const { cell, hour, report = hour, told } of thefts) {
    first = Math.min(first, report)
    const ago = Math.floor((until - 1 - report) / week)
    const end = until - ago * week
    const knownHour = told === undefined || told < end ? hour : report
    const count = counts[boroughOf[cell] as number]?.[Math.floor((end - 1 - knownHour) / part)]
    if (!count || ago < 0 || ago > weeks) continue
    if (ago > 0) count.before += 1
    else {
      count.now += 1
      count.squares.add(cell)
    }
  }
  // Where counting began later, weeks without a theft were weeks without anybody who counted.
  if (first > until - weeks * week - (parts - 1) * part) return []
  return counts.flatMap((its) => {
    const found = its.flatMap(({ now, before, squares }, ago) => {
      const chance = Math.min(1, sameRate(now, before, weeks) * boroughs.length * shareOf(ago))
      if (now === 0 || chance > alarmAt(rule)) return []
      const to = until - ago * part
      return [{ squares: [...squares], from: to - part, to, thefts: now, expected: before / weeks, chance }]
    })
    return found.toSorted((a, b) => a.chance - b.chance).slice(0, 1)
  })
}
