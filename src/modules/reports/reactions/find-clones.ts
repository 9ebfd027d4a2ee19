import type { Kysely } from 'kysely'
import { defineReaction, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { SimPaired } from '#modules/blocklist/events/sim-paired'
import { ImeiClaimedAgain } from '#modules/register/events/imei-claimed-again'
import { type CloneTables, cloneSignsOf } from '#modules/register/public'
import { ReadingsTaken } from '#modules/sightings/events/readings-taken'
import { findConflict } from '../commands/find-conflict.ts'
import type { OpenCase } from '../views/open-case.ts'
import type { TheftCase } from '../views/theft-case.ts'

type Tables = OpenCase & TheftCase & { sighting_reading: { batch: string; imei_key: ImeiKey } }

/** Looks, when something new is known of a number that is in a case, whether it is on two phones. It lifts nothing: a person looks. */
export const findClones = defineReaction<Tables>('find-clones', (on) => [
  on(ReadingsTaken, async ({ batch }, _event, tools) => {
    const rows = await tools.db
      .selectFrom('sighting_reading')
      .select('imei_key')
      .distinct()
      .where('batch', '=', batch)
      .execute()
    await look(
      tools,
      rows.map(({ imei_key }) => imei_key),
    )
  }),
  // A network has heard two phones under the number. It lets the other in by itself; what it cannot do for the maker waits for a person.
  on(SimPaired, async ({ case: theft, appeal }, _event, { execute }) => {
    if (theft === undefined || appeal !== undefined) return
    await execute(findConflict, { case: theft, conflict: 'suspected-clone', signs: ['two-sims'] }, theft)
  }),
  on(ImeiClaimedAgain, async ({ imeis }, _event, tools) => look(tools, keysOf(imeis))),
])

async function look({ db, execute, now }: Tools<Tables>, keys: readonly ImeiKey[]): Promise<void> {
  const rows = await db
    .selectFrom('open_case as o')
    .innerJoin('theft_case as c', 'c.case_id', 'o.case_id')
    .select(['o.subject', 'o.case_id'])
    .where('o.subject', 'in', keys)
    .where('c.level', '>', 0)
    .where(({ eb, or }) => or([eb('o.until', 'is', null), eb('o.until', '>', now().toISOString())]))
    .execute()
  for (const { subject, case_id } of rows) {
    const signs = await cloneSignsOf(db as unknown as Kysely<CloneTables>, [subject as ImeiKey], now())
    const doubt = { case: CaseId.parse(case_id), conflict: 'suspected-clone' as const, signs }
    if (signs.length > 0) await execute(findConflict, doubt, case_id)
  }
}
