import { randomUUID } from 'node:crypto'
import type { Tools } from '#ledger'
import type { GridPoint } from '#lib/geo/grid'
import { raiseTask } from '../commands/raise-task.ts'
import type { TaskTable } from '../views/task.ts'
import { stakeOf } from './rank-tasks.ts'
import { kindOf, lastsMs, type otherSources } from './task.ts'

export type TaskPlaceTable = {
  task_place: { task: string; demo: boolean; source: string; easting: number | null; northing: number | null }
}

/** Intelligence that is no finding of a pattern: so many where so many are usual, over a time, in a square or at a dealer's. */
export type Signal = {
  readonly source: (typeof otherSources)[number]
  readonly demo: boolean
  readonly counted: number
  readonly usual: number
  /** As long as the task where it is no rate. */
  readonly overMs?: number
  readonly corner?: GridPoint
  readonly dealer?: string
}

type OnceTools = Tools<TaskTable & TaskPlaceTable>

/** When the last task of the same square or dealer was raised; undefined where there was none. */
export async function lastRaised(
  { source, demo, corner, dealer }: Pick<Signal, 'source' | 'demo' | 'corner' | 'dealer'>,
  { db }: Pick<OnceTools, 'db'>,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('task')
    .innerJoin('task_place', 'task_place.task', 'task.task')
    .select((eb) => eb.fn.max('raised_at').as('at'))
    .where('task.source', '=', source)
    .where('demo', '=', demo)
    .$if(corner !== undefined, (query) =>
      query.where('easting', '=', corner?.easting ?? 0).where('northing', '=', corner?.northing ?? 0),
    )
    .$if(dealer !== undefined, (query) => query.where('dealer', '=', dealer ?? ''))
    .executeTakeFirst()
  return row?.at ? new Date(row.at).getTime() : undefined
}

/**
 * Raises a task, unless one of the same square or dealer was raised within its time: done or put aside, it is not asked again at
 * once. The place before the event: a task without one is shown to nobody.
 */
export async function raiseOnce(signal: Signal, tools: OnceTools): Promise<void> {
  const { source, demo, counted, usual, corner, dealer } = signal
  const lasts = lastsMs[kindOf(source)]
  const last = await lastRaised(signal, tools)
  if (last !== undefined && last + lasts > tools.now().getTime()) return
  const task = randomUUID()
  const { easting = null, northing = null } = corner ?? {}
  await tools.db.insertInto('task_place').values({ task, demo, source, easting, northing }).execute()
  await tools.execute(raiseTask, {
    ...{ task, source, counted, usualTenths: Math.round(10 * usual), ...(dealer && { dealer }) },
    stakeTenths: Math.round(10 * stakeOf(counted, usual, { overMs: signal.overMs ?? lasts, lastsMs: lasts })),
  })
}
