import { refusal, seeOther } from '#http'
import {
  type CovertUnitTable,
  covertShifts,
  type DutyTable,
  type GivenCode,
  giveCode,
  isCovertPlan,
  makeCovertPlan,
  mostListed,
  type OfferTables,
  offerPlan,
  overlapsOf,
  planIdOf,
  planSeedOf,
  plansThatMeet,
  sealCovertPlan,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { areasToChoose, askedOf, covertForm, daysToChoose, usualShift } from '../shift-form.ts'
import { shownOverlaps, shownShift, unitName } from '../shift-shown.ts'

const dayMs = 24 * 3_600_000

type Tables = OfferTables & CovertUnitTable & DutyTable

/** Plain-clothes patrols of a shift: planned by the control room, sealed in the vault. */
export default definePage<Tables>()({
  url: '/staff/covert',
  title: 'Plan plain-clothes patrols',
  template: 'staff/covert.njk',
  who: { act: 'change', record: 'covert-patrol' },
  console: true,

  async load(_, { db, audit, vault, tenant, now }) {
    await audit('look', `covert-plans-of/${tenant}`)
    const meets = await plansThatMeet({ db, vault }, tenant, now())
    const shifts = await covertShifts(db, tenant, { since: new Date(now().getTime() - 7 * dayMs), most: mostListed })
    const { days, day } = daysToChoose(now(), undefined)
    return {
      ...{ areas: areasToChoose(), days, made: false },
      asked: { ...usualShift, borough: '', day, units: '' },
      shifts: shifts.map(({ plan, stops, ...shift }) => ({
        ...{ plan, when: shownShift(shift), units: stops.length, stops: stops.reduce((sum, each) => sum + each, 0) },
        meets: meets.get(plan) ?? 0,
      })),
    }
  },

  form: covertForm,

  async act(form, context) {
    const { db, audit, vault, tenant, now, execute } = context
    const read = askedOf(form, now())
    if ('errors' in read) return read
    const all = { covert: true, tenant, ...read.asked }
    const plan = planIdOf(vault, all)
    await audit('change', `covert-plan/${plan}`)
    if (await isCovertPlan(db, tenant, plan)) return seeOther(`/staff/covert/${plan}`)
    const seed = planSeedOf(vault, all)
    const made = await offerPlan(db, { ...read.asked, seed, covert: true, looking: context, now: now() })
    if (!made) return { errors: [{ field: 'borough', says: 'Too few thefts are counted there to plan from' }] }
    const callSigns = read.units.map(({ callSign }) => callSign)
    const { ref: sealed, subject } = await sealCovertPlan(vault, made, callSigns)
    const stops = made.tours.map((tour) => tour.stops.length)
    const outcome = await execute(makeCovertPlan, { plan, begins: made.begins, ends: made.ends, stops, sealed })
    if (!outcome.ok && outcome.refused === 'plan-known') return seeOther(`/staff/covert/${plan}`)
    if (!outcome.ok) return refusal(makeCovertPlan, outcome.refused)
    // Shown in this one answer. Whoever loses it, or presses again, makes new ones on the plan's page.
    const codes = []
    for (const at of callSigns.keys())
      codes.push(shownCode(await giveCode(context, made, { tenant, plan, callSigns, subject, unit: at + 1 })))
    const overlaps = await overlapsOf({ db, vault }, tenant, { ...made, plan, callSigns })
    return { made: { plan, codes, overlaps: shownOverlaps(overlaps), source: made.source } }
  },
})

export const shownCode = ({ unit, callSign, code }: GivenCode) => ({ name: unitName(callSign, unit), code })
