import { announce } from '#http'
import { defineJob, type Tools } from '#ledger'
import { noteClock } from '../commands/note-clock.ts'
import { deskTopic } from '../desk-queue.ts'
import type { DeskItem } from '../views/desk-item.ts'

const atOnce = 200

/**
 * Warns a person before anything that is owed to a victim is late (B03), and counts what is. Both are facts of the case, so the
 * count can be made again by anybody who has the ledger.
 */
export const watchClocks = defineJob<DeskItem>('watch-clocks', {
  everyMs: 2_000,
  async run(tools) {
    const owners = new Set([...(await note(tools, 'near')), ...(await note(tools, 'missed'))])
    for (const owner of owners) await announce(tools.db, deskTopic(owner))
  },
})

const clockOf = { near: 'warn_at', missed: 'miss_at' } as const

async function note({ db, execute, now }: Tools<DeskItem>, is: 'near' | 'missed'): Promise<string[]> {
  const clock = clockOf[is]
  const rows = await db
    .selectFrom('desk_item')
    .select(['item', 'case_id', 'owner', 'sort', 'due'])
    .where(clock, '<=', now().toISOString())
    .orderBy(clock)
    .limit(atOnce)
    .execute()
  for (const { item, case_id, sort, due } of rows)
    await execute(noteClock, { case: case_id ?? undefined, item, sort, due: new Date(due).toISOString(), is })
  return rows.map(({ owner }) => owner)
}
