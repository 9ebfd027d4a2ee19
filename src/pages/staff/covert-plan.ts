import { z } from 'zod'
import { problem } from '#http'
import {
  answersOf,
  covertSeconds,
  covertShift,
  type PatrolVisitTable,
  type ShiftTables,
  shiftDone,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownDone, shownPlan, unitName } from '../shift-shown.ts'

/** A plain-clothes plan beside what was done of it: for those who need it, and each look is written down. */
export default definePage<ShiftTables & PatrolVisitTable>()({
  url: '/staff/covert/:plan',
  title: 'Plain-clothes patrols',
  template: 'staff/covert-plan.njk',
  who: { act: 'look', record: 'covert-patrol' },
  console: true,
  params: z.object({ plan: z.uuid() }),

  async load({ plan }, { db, audit, vault, tenant, now }) {
    await audit('look', `covert-plan/${plan}`)
    const shift = await covertShift({ db, vault }, tenant, plan)
    if (!shift) return problem('not-found')
    const answers = (await answersOf(db, [plan])).get(plan) ?? new Map()
    return {
      shift: shownPlan(shift),
      codes: shift.codes.map((code, at) => ({ code, name: unitName(shift.callSigns[at] ?? '', at + 1) })),
      done: shownDone(shift, shiftDone(shift, await covertSeconds(db, shift), answers)),
      isOver: Date.parse(shift.ends) <= now().getTime(),
    }
  },
})
