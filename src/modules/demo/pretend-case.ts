import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { type EventTables, tenantOfStream } from '#modules/reports/public'
import { isDemo } from '#modules/statistics/public'
import type { PretendTables } from './partners-at.ts'
import { type Stage, type StageTables, stageOf } from './stage.ts'

export type PretendCaseTables = StageTables & EventTables

/** How a pretend theft stands; undefined where there is none of that id. */
export async function pretendStage(
  { db, audit, now }: RouteContext<PretendCaseTables>,
  theft: string,
): Promise<Stage | undefined> {
  if (!(await isPretendCase(db, theft))) return undefined
  await audit('look', `case/${theft}`)
  return stageOf(db as unknown as Kysely<StageTables>, theft, now())
}

/** Whether this case is a pretend organisation's. A real one is never shown here, even where a demo runs beside it. */
export async function isPretendCase(db: Kysely<PretendCaseTables>, theft: string): Promise<boolean> {
  if (!(await isDemo(db))) return false
  const tenant = await tenantOfStream(db as unknown as Kysely<EventTables>, `case/${theft}`)
  return tenant !== undefined && (await isPretend(db as unknown as Kysely<PretendTables>, tenant))
}

const isPretend = async (db: Kysely<PretendTables>, slug: string) =>
  (await db.selectFrom('organisation').select('demo').where('slug', '=', slug).executeTakeFirst())?.demo === true
