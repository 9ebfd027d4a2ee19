import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { type EventTables, tenantOfStream } from '#modules/reports/public'
import { isDemo } from '#modules/statistics/public'
import type { PretendTables } from './partners-at.ts'
import { type Stage, type StageTables, stageOf } from './stage.ts'

export type PretendCaseTables = StageTables & EventTables

/** How a pretend theft stands. Undefined for a case of a real organisation, as where no demo is: nobody sees that here. */
export async function pretendStage(
  { db, audit }: RouteContext<PretendCaseTables>,
  theft: string,
): Promise<Stage | undefined> {
  if (!(await isDemo(db))) return undefined
  const tenant = await tenantOfStream(db as unknown as Kysely<EventTables>, `case/${theft}`)
  if (tenant === undefined || !(await isPretend(db as unknown as Kysely<PretendTables>, tenant))) return undefined
  await audit('look', `case/${theft}`)
  return stageOf(db as unknown as Kysely<StageTables>, theft)
}

const isPretend = async (db: Kysely<PretendTables>, slug: string) =>
  (await db.selectFrom('organisation').select('demo').where('slug', '=', slug).executeTakeFirst())?.demo === true
