import { randomUUID } from 'node:crypto'
import { defineJob, type Tools } from '#ledger'
import { londonCells } from '../cells/london-cells.ts'
import { recordPattern } from '../commands/record-pattern.ts'
import { findPatterns } from '../find-patterns.ts'
import { londonHour, timeOfLondonHour } from '../london-clock.ts'
import { type Finding, lookDue, type Pattern } from '../pattern.ts'
import { continued, keepPlace, onGrid, type PatternTables, theftsBefore, type Watched } from '../pattern-places.ts'

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
  { rule, find }: Pattern,
  watched: Watched,
  until: number,
  tools: Tools<PatternTables>,
): Promise<void> {
  const rows = await theftsBefore(tools.db, watched.demo, until)
  if (rows.length > 0) {
    const ground = londonCells()
    const findings = find({ thefts: onGrid(ground.grid, rows), until, ground, rule })
    for (const finding of findings)
      if (!(await continued(tools.db, watched, finding, ground.grid))) await tell(watched, finding, tools)
  }
  const looked = { ...watched, until: timeOfLondonHour(until) }
  await tools.db
    .insertInto('pattern_look')
    .values(looked)
    .onConflict((on) => on.columns(['demo', 'pattern']).doUpdateSet({ until: looked.until }))
    .execute()
}

/** The event before its place: one without the other is shown to nobody, and the look that was broken off is made again. */
async function tell(watched: Watched, finding: Finding, { db, execute }: Tools<PatternTables>): Promise<void> {
  const id = randomUUID()
  const { thefts, expected, chance, from, to } = finding
  await execute(recordPattern, {
    ...{ finding: id, pattern: watched.pattern, thefts },
    ...{ from: timeOfLondonHour(from).toISOString(), to: timeOfLondonHour(to).toISOString() },
    ...{ expectedTenths: Math.round(expected * 10), chanceOneIn: Math.floor(Math.min(1e9, 1 / chance) + 1e-9) },
  })
  await keepPlace(db, id, watched, finding, londonCells().grid)
}
