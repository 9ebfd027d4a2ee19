import { alarmAt } from '#lib/stats/repeated-looks'
import { sameRate } from '#lib/stats/same-rate'
import { type Finding, type Pattern, type PatternLook, week } from '../pattern.ts'

/** Hours of a part of the day. */
const part = 6
const weeks = 8

/**
 * More thefts reported in a borough in six hours than its own last eight weeks explain, at the same hours of the same weekday. A chance per
 * borough, times the number of boroughs (Bonferroni): the chance that any of them alarms at one look is within the rule. By when they
 * were reported: the last six hours would always lack the thefts that are told of tomorrow, and the weeks before would not.
 */
const surge: Pattern = { slug: 'surge', rule: { oneIn: 365, every: part / 24 }, hours: 'of-report', find }
export default surge

function find({ thefts, until, ground: { boroughs, boroughOf }, rule }: PatternLook): Finding[] {
  const counts = Array.from(boroughs, () => ({ now: 0, before: 0, squares: new Set<number>() }))
  let first = until
  for (const { cell, hour } of thefts) {
    first = Math.min(first, hour)
    const [ago, within] = [Math.floor((until - 1 - hour) / week), (until - 1 - hour) % week]
    const count = counts[boroughOf[cell] as number]
    if (!count || ago < 0 || ago > weeks || within >= part) continue
    if (ago > 0) count.before += 1
    else {
      count.now += 1
      count.squares.add(cell)
    }
  }
  // Where counting began later, weeks without a theft were weeks without anybody who counted.
  if (first > until - weeks * week) return []
  return counts.flatMap(({ now, before, squares }) => {
    const chance = Math.min(1, sameRate(now, before, weeks) * boroughs.length)
    if (now === 0 || chance > alarmAt(rule)) return []
    return [{ squares: [...squares], from: until - part, to: until, thefts: now, expected: before / weeks, chance }]
  })
}
