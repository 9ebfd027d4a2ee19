import { sql } from 'kysely'
import { defineJob } from '#ledger'
import { CaseId } from '#lib/ids'
import { doubtLook } from '../commands/doubt-look.ts'
import { doubtfulLooks } from '../doubtful-looks.ts'

/** What is written while this runs may have a lower number than what it has seen. */
const overlap = 500

/**
 * Reads the audit as it grows and puts before the auditor what somebody should explain. It stops nobody: a look that is needed must
 * never wait. What was put before them already is refused by the command.
 */
export const watchLooks = defineJob<{ look_watch: { seen: string } }>('watch-looks', {
  everyMs: 5_000,
  async run({ db, execute, now }) {
    const { rows } = await sql<{ seen: string; newest: string }>`
      select (select seen from look_watch)::text as seen, (select coalesce(max(id), 0) from audit)::text as newest`.execute(
      db,
    )
    const { seen = '0', newest = '0' } = rows[0] ?? {}
    if (seen === newest) return
    const after = String(Math.max(0, Number(seen) - overlap))
    for (const { case: theft, why, ...look } of await doubtfulLooks(db, { after, now: now() }))
      await execute(doubtLook, { ...look, case: CaseId.parse(theft), why })
    await db.updateTable('look_watch').set({ seen: newest }).execute()
  },
})
