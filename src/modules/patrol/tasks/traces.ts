import type { Kysely } from 'kysely'
import { kept } from '#lib/kept'
import { fewest } from '../cells/kinds-told.ts'
import type { TaskTable } from '../views/task.ts'
import type { TaskPlaceTable } from './raise-once.ts'

export type TracedSquareTable = {
  traced_square: { id: string; tenant: string; easting: number; northing: number; at: Date | string }
}
type Tables = TracedSquareTable & { organisation: { slug: string; demo: boolean } }

export type TracedTogether = { readonly easting: number; readonly northing: number; readonly times: readonly number[] }

/** Squares to which three or more stolen phones were traced lately. Fewer are one or two victims' own phones, and no place is told. */
export async function tracedTogether(db: Kysely<Tables>, demo: boolean, now: Date): Promise<TracedTogether[]> {
  const rows = await db
    .selectFrom('traced_square')
    .innerJoin('organisation', 'organisation.slug', 'traced_square.tenant')
    .select(['easting', 'northing', 'traced_square.at'])
    .where('demo', '=', demo)
    .where('traced_square.at', '>', new Date(now.getTime() - kept.tracedSquare.ms))
    .execute()
  return [...Map.groupBy(rows, ({ easting, northing }) => `${easting} ${northing}`).values()].flatMap((its) => {
    const [first] = its
    if (!first || its.length < fewest) return []
    return [{ easting: first.easting, northing: first.northing, times: its.map(({ at }) => new Date(at).getTime()) }]
  })
}

/** Forgets the squares of traces that count no longer, and where the searches were that are long over. */
export async function forgetTraces(
  db: Kysely<TracedSquareTable & TaskTable & TaskPlaceTable>,
  now: Date,
): Promise<void> {
  const old = new Date(now.getTime() - kept.tracedSquare.ms)
  await db.deleteFrom('traced_square').where('at', '<', old).execute()
  await db
    .updateTable('task_place')
    .set({ easting: null, northing: null })
    .where('source', '=', 'traces')
    .where('easting', 'is not', null)
    .where('task', 'in', (eb) => eb.selectFrom('task').select('task').where('until', '<', old))
    .execute()
}
