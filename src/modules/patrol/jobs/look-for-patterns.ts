import { defineJob, type Tools } from '#ledger'
import { londonCells } from '../cells/london-cells.ts'
import { findPatterns } from '../find-patterns.ts'
import { londonHour, timeOfLondonHour } from '../london-clock.ts'
import { lookDue, type Pattern } from '../pattern.ts'
import { onGrid, type PatternTables, theftsBefore, type Watched } from '../pattern-places.ts'
import { tellOnce } from '../tell-finding.ts'

/**
 * Each pattern looks at its times, once each: what one look more would find is not in its budget of false alarms. Looks that were
 * missed while nothing ran are left out, for what they would find is no longer news.
 */
export const lookForPatterns = defineJob<PatternTables>('look-for-patterns', {
  everyMs: 5_000,
  async run(tools) {
    const done = await tools.db.selectFrom('pattern_look').selectAll().execute()
    const now = londonHour(tools.now().getTime())
    for (const pattern of await findPatterns())
      for (const demo of [false, true]) {
        const until = lookDue(pattern.rule, now)
        const last = done.find((one) => one.pattern === pattern.slug && one.demo === demo)
        if (last && new Date(last.until) >= timeOfLondonHour(until)) continue
        await look(pattern, { demo, pattern: pattern.slug }, until, tools)
      }
  },
})

async function look(
  { rule, hours, find }: Pattern,
  watched: Watched,
  until: number,
  tools: Tools<PatternTables>,
): Promise<void> {
  const rows = await theftsBefore(tools.db, watched.demo, until, hours)
  if (rows.length > 0) {
    const ground = londonCells()
    const findings = find({ thefts: onGrid(ground.grid, rows), until, ground, rule })
    for (const finding of findings) await tellOnce(watched, finding, tools)
  }
  const looked = { ...watched, until: timeOfLondonHour(until) }
  await tools.db
    .insertInto('pattern_look')
    .values(looked)
    .onConflict((on) => on.columns(['demo', 'pattern']).doUpdateSet({ until: looked.until }))
    .execute()
}
