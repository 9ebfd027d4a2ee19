import { z } from 'zod'
import { problem } from '#http'
import { areaFloor, plansBefore, type ShiftTables, visibleShift } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownFloor, shownPlan } from '../shift-shown.ts'

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
    if (!shift) return problem('not-found')
    const { area, begins } = shift
    const others = area ? await plansBefore(db, tenant, { area, begins: new Date(begins) }) : []
    return { shift: shownPlan(shift), floor: area ? shownFloor(areaFloor(area, others)) : false }
  },
})
