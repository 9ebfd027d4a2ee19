import type { Kysely } from 'kysely'
import { cellAt } from '#lib/cells/grid'
import { nameOfSquare } from '../cells/asked.ts'
import type { Look } from '../cells/hotspots.ts'
import { cellMetres } from '../cells/theft-cell.ts'
import type { StreetWorksTable } from '../views/street-works.ts'
import { type BeforeAndAfter, beforeAndAfter, type NotYet } from './before-after.ts'
import type { WorksKind } from './reasons.ts'

export type WorksTables = StreetWorksTable & { organisation: { slug: string; demo: boolean } }

export type JudgedWorks = {
  readonly works: string
  readonly kind: WorksKind
  readonly borough: string
  readonly near: string
  readonly doneOn: string
  readonly squares: number
  readonly outcome: BeforeAndAfter | NotYet
}

/**
 * What was recorded by organisations of the caller's own sort, demo or not, the latest first; each before and after, beside squares
 * of its borough that nothing was done at.
 */
export async function worksOf(
  db: Kysely<WorksTables>,
  { look, tenant, borough }: { readonly look: Look; readonly tenant: string; readonly borough: string | undefined },
): Promise<JudgedWorks[]> {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const rows = await db
    .selectFrom('street_works')
    .innerJoin('organisation', 'organisation.slug', 'street_works.tenant')
    .select(['works', 'kind', 'eastings', 'northings', 'done_on'])
    .where('demo', '=', own?.demo ?? false)
    .orderBy('done_on', 'desc')
    .orderBy('works')
    .execute()
  const { grid, boroughs, boroughOf } = look.london
  const cells = rows.map(({ eastings, northings }) =>
    eastings.flatMap((easting, at) => {
      const cell = cellAt(grid, easting + cellMetres / 2, (northings[at] as number) + cellMetres / 2)
      return cell < 0 ? [] : [cell]
    }),
  )
  const all = new Set(cells.flat())
  return rows.flatMap(({ works, kind, done_on }, at) => {
    const squares = cells[at] as number[]
    const [first] = squares
    const own = first === undefined ? undefined : boroughs[boroughOf[first] as number]
    if (first === undefined || own === undefined || (borough !== undefined && own !== borough)) return []
    const doneOn = dateOf(done_on)
    return [
      {
        ...{ works, kind, doneOn, borough: own, squares: squares.length, near: nameOfSquare(first) },
        outcome: beforeAndAfter(look, squares, Date.parse(doneOn) / 86_400_000, all),
      },
    ]
  })
}

const dateOf = (on: Date | string): string => (typeof on === 'string' ? on.slice(0, 10) : on.toISOString().slice(0, 10))
