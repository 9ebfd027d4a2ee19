import { z } from 'zod'
import { refusal, seeOther } from '#http'
import {
  demandSource,
  heaviestBorough,
  hotspotsAsked,
  makePlan,
  mostListed,
  nameUnits,
  type OfferTables,
  offerPlan,
  planIdOf,
  planSeedOf,
  visibleShift,
  visibleShifts,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { areasToChoose, askedOf, daysToChoose, shiftForm, usualShift } from '../shift-form.ts'
import { boroughOf, shownShift } from '../shift-shown.ts'
import { BoroughAsked } from './hotspots.ts'

const dayMs = 24 * 3_600_000

/** A sergeant plans a shift of visible patrols. */
export default definePage<OfferTables>()({
  url: '/staff/shift',
  title: 'Plan a shift',
  template: 'staff/shift.njk',
  who: { act: 'change', record: 'patrol' },
  console: true,
  // The calendar leads here with the day and the place it speaks of.
  query: z.object({ borough: BoroughAsked, day: z.iso.date().optional().catch(undefined) }),

  async load({ borough, day: on }, context) {
    const { db, tenant, now } = context
    const { spots } = await hotspotsAsked(db, { ...demandSource('published', context), now: now() })
    const shifts = await visibleShifts(db, tenant, { since: new Date(now().getTime() - 7 * dayMs), most: mostListed })
    const { days, day } = daysToChoose(now(), on)
    const address = new URLSearchParams({ ...(borough && { borough }), ...(on && { day: on }) })
    return {
      ...{ areas: areasToChoose(), days, address: String(address) },
      asked: { ...usualShift, borough: borough ?? heaviestBorough(spots) ?? '', day, units: '' },
      shifts: shifts.map(({ plan, body }) => ({
        ...{ plan, borough: boroughOf(body), when: shownShift(body), units: body.tours.length },
        stops: body.tours.reduce((sum, { stops }) => sum + stops.length, 0),
      })),
    }
  },

  form: shiftForm,

  async act(form, context) {
    const { db, vault, tenant, now, execute } = context
    const read = askedOf(form, now())
    if ('errors' in read) return read
    const all = { tenant, ...read.asked }
    const plan = planIdOf(vault, all)
    if (!(await visibleShift(db, tenant, plan))) {
      const seed = planSeedOf(vault, all)
      const made = await offerPlan(db, { ...read.asked, seed, looking: context, now: now() })
      if (!made) return { errors: [{ field: 'borough', says: 'Too few thefts are counted there to plan from' }] }
      const outcome = await execute(makePlan, { ...made, plan })
      if (!outcome.ok && outcome.refused !== 'plan-known') return refusal(makePlan, outcome.refused)
    }
    // After the plan, also when it was there: whatever broke off before this, pressing again mends it.
    const callSigns = read.units.map(({ callSign }) => callSign)
    const ends = new Date(read.asked.begins.getTime() + read.asked.hours * 3_600_000)
    await nameUnits(db, plan, { callSigns, ends })
    return seeOther(`/staff/shift/${plan}`)
  },
})
