import { z } from 'zod'
import { problem } from '#http'
import { type ShiftTables, visibleShift } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownPlan } from '../shift-shown.ts'

/** The plan of one shift: a map and each unit's tour, to read or to print on one page. */
export default definePage<ShiftTables>()({
  url: '/staff/shift/:plan',
  title: 'The plan of a shift',
  template: 'staff/shift-plan.njk',
  who: { act: 'look', record: 'patrol' },
  console: true,
  params: z.object({ plan: z.uuid() }),

  async load({ plan }, { db, tenant }) {
    const shift = await visibleShift(db, tenant, plan)
    return shift ? { shift: shownPlan(shift) } : problem('not-found')
  },
})
