import { z } from 'zod'
import { problem } from '#http'
import {
  answersOf,
  type CovertUnitTable,
  covertlyWalked,
  covertShift,
  type DutyTable,
  giveCode,
  holdPlan,
  overlapsOf,
  type PatrolVisitTable,
  type ShiftTables,
  shiftDone,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownDone, shownOverlaps, shownPlan, unitName } from '../shift-shown.ts'
import { shownCode } from './covert.ts'

/** A plain-clothes plan beside what was done of it: for those who need it, and each look is written down. */
export default definePage<ShiftTables & PatrolVisitTable & CovertUnitTable & DutyTable>()({
  url: '/staff/covert/:plan',
  title: 'Plain-clothes patrols',
  template: 'staff/covert-plan.njk',
  who: { act: 'change', record: 'covert-patrol' },
  console: true,
  params: z.object({ plan: z.uuid() }),

  async load({ plan }, { db, audit, vault, tenant, now }) {
    await audit('look', `covert-plan/${plan}`)
    const shift = await covertShift({ db, vault }, tenant, plan)
    if (!shift) return problem('not-found')
    const answers = (await answersOf(db, [plan])).get(plan) ?? new Map()
    return {
      shift: shownPlan(shift),
      overlaps: shownOverlaps(await overlapsOf({ db, vault }, tenant, shift)),
      units: shift.callSigns.map((callSign, at) => ({ unit: at + 1, name: unitName(callSign, at + 1) })),
      done: shownDone(shift, shiftDone(shift, await covertlyWalked(db, shift), answers)),
      ...{ isOver: Date.parse(shift.ends) <= now().getTime(), made: false },
    }
  },

  form: z.object({ unit: z.string().max(3) }),

  /** A lost code is replaced: the new one is shown in this one answer, and the old one opens nothing any more. */
  async act({ plan, unit: typed }, { db, audit, vault, tenant, now }) {
    const unit = Number(typed)
    await audit('change', `covert-plan/${plan}/unit/${unit}/code`)
    const held = await holdPlan(db, tenant, plan)
    const shift = held && (await covertShift({ db, vault }, tenant, plan))
    if (!shift?.tours[unit - 1]) return problem('not-found')
    if (Date.parse(shift.ends) <= now().getTime())
      return { errors: [{ field: 'unit', says: 'This shift is over. Nobody joins it any more' }] }
    const { plan: _, subject, callSigns, ...made } = shift
    const given = await giveCode({ db, vault }, made, { tenant, plan, callSigns, subject, unit })
    return { made: { codes: [shownCode(given)] } }
  },
})
