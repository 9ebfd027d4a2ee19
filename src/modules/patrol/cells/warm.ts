import type { Kysely } from 'kysely'
import { nameOfSquare } from './asked.ts'
import { drawCells } from './draw-cells.ts'
import { hotspotsOf } from './hotspots.ts'
import { howItCame } from './how-it-came.ts'
import { londonCells } from './london-cells.ts'
import { type LookedAt, lookAt } from './look.ts'
import { nextMonth } from './next-month.ts'
import { pastLists } from './past-lists.ts'
import type { ReportedCellTables } from './reported-cells.ts'

type WarmTables = ReportedCellTables & { organisation: { slug: string; demo: boolean; sort: string } }

/** Works out ahead what the first look at the map would wait for. In steps: between two of them others are served. */
export async function* warmMap(db: Kysely<WarmTables>, now: () => Date): AsyncGenerator<string> {
  londonCells()
  yield 'boroughs'
  yield* warmLook('published', await lookAt(db, { source: 'published', tenant: '', handledBy: undefined, now: now() }))
  // One force of each sort, pretend or not: the map of all reports is the same for all of a sort.
  const forces = await db
    .selectFrom('organisation')
    .select((of) => of.fn.min('slug').as('tenant'))
    .where('sort', '=', 'force')
    .groupBy('demo')
    .execute()
  for (const { tenant } of forces)
    yield* warmLook('reports', await lookAt(db, { source: 'reports', tenant, handledBy: undefined, now: now() }))
}

async function* warmLook(name: string, look: LookedAt): AsyncGenerator<string> {
  yield `${name}: counts`
  const spots = hotspotsOf(look)
  yield `${name}: list`
  pastLists(look)
  yield `${name}: past lists`
  await howItCame(look)
  yield `${name}: how they came`
  for (const { cell } of spots) nameOfSquare(cell)
  yield `${name}: names`
  drawCells(spots)
  nextMonth(look)
  yield `${name}: picture`
}
