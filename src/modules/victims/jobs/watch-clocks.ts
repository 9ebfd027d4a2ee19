import { announce } from '#http'
import { defineJob, type Tools } from '#ledger'
import type { CaseClaim } from '#modules/reports/public'
import { noteClock } from '../commands/note-clock.ts'
import { deskTopic } from '../desk-queue.ts'
import { noteMessage } from '../note-message.ts'
import type { DeskItem } from '../views/desk-item.ts'
import type { MessageAwaitedTable } from '../views/message-awaited.ts'

type Tables = DeskItem & MessageAwaitedTable & CaseClaim

const atOnce = 200

/** A message whose receipt is out for too long stands before a person, once. */
async function noteUnreceipted({ db, execute, now }: Tools<Tables>): Promise<void> {
  const rows = await db
    .selectFrom('message_awaited')
    .select(['action', 'case_id', 'kind'])
    .where('due', '<=', now().toISOString())
    .orderBy('due')
    .limit(atOnce)
    .execute()
  for (const { action, case_id, kind } of rows)
    await noteMessage({ db, execute }, { action, kind, stream: `case/${case_id}` }, 'no-receipt')
}

/**
 * Warns a person before anything that is owed to a victim is late (B03), and counts what is. Both are facts of the case, so the
 * count can be made again by anybody who has the ledger.
 */
export const watchClocks = defineJob<Tables>('watch-clocks', {
  everyMs: 2_000,
  async run(tools) {
    const owners = new Set([...(await note(tools, 'near')), ...(await note(tools, 'missed'))])
    for (const owner of owners) await announce(tools.db, deskTopic(owner))
    await noteUnreceipted(tools)
  },
})

const clockOf = { near: 'warn_at', missed: 'miss_at' } as const

async function note({ db, execute, now }: Tools<Tables>, is: 'near' | 'missed'): Promise<string[]> {
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
