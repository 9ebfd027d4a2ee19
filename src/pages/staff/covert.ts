import { refusal, seeOther } from '#http'
import {
  covertShifts,
  isCovertPlan,
  makeCovertPlan,
  mostListed,
  type OfferTables,
  offerPlan,
  planIdOf,
  type ShiftTables,
  sealCovertPlan,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { askedOf, daysToChoose, shiftForm, usualShift } from '../shift-form.ts'
import { shownShift } from '../shift-shown.ts'
import { boroughsToChoose } from './shift.ts'

const dayMs = 24 * 3_600_000

/** Plain-clothes patrols of a shift: planned by the control room, sealed in the vault. */
export default definePage<OfferTables & ShiftTables>()({
  url: '/staff/covert',
  title: 'Plan plain-clothes patrols',
  template: 'staff/covert.njk',
  who: { act: 'change', record: 'covert-patrol' },
  console: true,

  async load(_, { db, audit, tenant, now }) {
    await audit('look', `covert-plans-of/${tenant}`)
    const shifts = await covertShifts(db, tenant, { since: new Date(now().getTime() - 7 * dayMs), most: mostListed })
    const { days, day } = daysToChoose(now(), undefined)
    return {
      ...{ boroughs: boroughsToChoose(), days },
      asked: { ...usualShift, lot: '0', borough: '', day, units: '' },
      shifts: shifts.map(({ plan, stops, ...shift }) => ({
        ...{ plan, when: shownShift(shift), units: stops.length, stops: stops.reduce((sum, each) => sum + each, 0) },
      })),
    }
  },

  form: shiftForm,

  async act(form, { db, audit, vault, tenant, now, execute }) {
    const read = askedOf(form, now())
    if ('errors' in read) return read
    const plan = planIdOf(vault, { covert: true, tenant, ...read.asked, units: read.units })
    await audit('change', `covert-plan/${plan}`)
    if (await isCovertPlan(db, tenant, plan)) return seeOther(`/staff/covert/${plan}`)
    const made = await offerPlan(db, { ...read.asked, covert: true, tenant, now: now() })
    if (!made) return { errors: [{ field: 'borough', says: 'Too few thefts are counted there to plan from' }] }
    const callSigns = read.units.map(({ callSign }) => callSign)
    const sealed = await sealCovertPlan(vault, made, { tenant, plan, callSigns })
    const stops = made.tours.map((tour) => tour.stops.length)
    const outcome = await execute(makeCovertPlan, { plan, begins: made.begins, ends: made.ends, stops, sealed })
    if (outcome.ok || outcome.refused === 'plan-known') return seeOther(`/staff/covert/${plan}`)
    return refusal(makeCovertPlan, outcome.refused)
  },
})
