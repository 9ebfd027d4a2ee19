import type { Kysely } from 'kysely'
import { type DeskItem, timesKept, workload } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { sortNames } from '../desk-words.ts'

/** How many cases wait with whom, and how the unit kept its times: no officer is named, only the reader knows their own line. */
export default definePage<DeskItem>()({
  url: '/staff/workload',
  title: 'How the unit keeps its times',
  template: 'staff/workload.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,

  async load(_, { db, audit, caller, tenant, now }) {
    await audit('look', 'workload')
    const on = db as unknown as Kysely<DeskItem>
    const [loads, kept] = [await workload(on, tenant, now()), await timesKept(on, tenant, now())]
    const me = caller.kind === 'staff' ? caller.id : undefined
    const named = loads.map(({ officer, ...load }, n) => ({
      ...load,
      who: officer === null ? 'The whole unit' : officer === me ? 'You' : `Officer ${n + 1}`,
    }))
    return {
      loads: named,
      kept: kept.map((one) => ({
        ...{ ...one, name: sortNames[one.sort] },
        share: one.done + one.late > 0 ? Math.floor((100 * one.inTime) / (one.done + one.late)) : 100,
      })),
    }
  },
})
