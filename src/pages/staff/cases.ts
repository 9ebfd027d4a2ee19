import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type DeskTables, deskAlarms, deskQueue, deskVersion, ItemId, sorts } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { doneAt, sortNames } from '../desk-words.ts'

/** Where a page begins, as its address says it: the time and the item of the last row before. */
const After = z
  .string()
  .max(200)
  .transform((text, context) => {
    const [due = '', item = ''] = text.split('~')
    if (z.iso.datetime().safeParse(due).success && ItemId.safeParse(item).success) return { due, item }
    context.addIssue({ code: 'custom', message: 'is no place in the queue' })
    return z.NEVER
  })

/** Everything that waits for the unit, whatever its clock, by the clock alone: what is late comes first (B03, B20, B42, B44). */
export default definePage<DeskTables>()({
  url: '/staff/cases',
  title: 'What waits',
  template: 'staff/cases.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,
  query: z.object({ after: After.optional(), only: z.enum(sorts).optional() }),

  async load({ after, only }, { db, audit, caller, tenant, now }) {
    await audit('look', 'case-queue')
    const on = db as unknown as Kysely<DeskTables>
    const { rows, more } = await deskQueue(on, tenant, now(), { after, only })
    const me = caller.kind === 'staff' ? caller.id : undefined
    return {
      alarms: await deskAlarms(on as unknown as Parameters<typeof deskAlarms>[0], tenant, now()),
      only: only ?? false,
      kinds: sorts.map((value) => ({ value, text: sortNames[value] })),
      more: more ? `/staff/cases?after=${more.due}~${more.item}${only ? `&only=${only}` : ''}` : false,
      organisation: tenant,
      version: await deskVersion(db, tenant),
      rows: rows.map((row) => ({
        ...{
          is: row.is,
          due: row.due,
          since: row.since,
          id: row.case_id,
          name: sortNames[row.sort],
          href: doneAt(row),
        },
        ...{ level: row.level ?? 0, safe: row.safe_mode ?? false },
        with: row.officer === null ? 'the unit' : row.officer === me ? 'you' : 'another officer',
      })),
    }
  },
})
