import { randomUUID } from 'node:crypto'
import { announce } from '#http'
import type { Tools } from '#ledger'
import { londonCells } from './cells/london-cells.ts'
import { recordPattern } from './commands/record-pattern.ts'
import { timeOfLondonHour } from './london-clock.ts'
import type { Finding } from './pattern.ts'
import { keepPlace, type PatternTables, storyOf, type Watched } from './pattern-places.ts'
import { patternsTopic } from './views/pattern-finding.ts'

/** Tells of a finding, unless it belongs to a story that was told. */
export async function tellOnce(watched: Watched, finding: Finding, tools: Tools<PatternTables>): Promise<void> {
  const { isTold, follows } = await storyOf(tools.db, watched, finding, londonCells().grid)
  if (!isTold) await tell(watched, { ...finding, follows }, tools)
}

/** The event before its place: one without the other is shown to nobody, and the look that was broken off is made again. */
async function tell(
  watched: Watched,
  finding: Finding & { readonly follows: string | undefined },
  { db, execute }: Tools<PatternTables>,
): Promise<void> {
  const id = randomUUID()
  const { thefts, expected, chance, from, to } = finding
  await execute(recordPattern, {
    ...{ finding: id, pattern: watched.pattern, thefts },
    ...{ from: timeOfLondonHour(from).toISOString(), to: timeOfLondonHour(to).toISOString() },
    ...{ expectedTenths: Math.round(expected * 10), chanceOneIn: Math.floor(Math.min(1e9, 1 / chance) + 1e-9) },
  })
  await keepPlace(db, id, watched, finding, { grid: londonCells().grid, follows: finding.follows })
  await announce(db, patternsTopic) // the view may have been there before its place
}
