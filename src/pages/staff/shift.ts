import { refusal, seeOther } from '#http'
import { kept } from '#lib/kept'
import {
  heaviestBorough,
  hotspotsAsked,
  londonCells,
  makePlan,
  mostListed,
  type OfferTables,
  offerPlan,
  type ShiftTables,
  visibleShifts,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { hourInLondon, shownDay } from '../shift-clock.ts'
import { askedOf, shiftForm, usualShift } from '../shift-form.ts'
import { boroughOf, shownShift } from '../shift-shown.ts'

type Tables = OfferTables & ShiftTables
const dayMs = 24 * 3_600_000

/** A sergeant plans a shift of visible patrols. */
export default definePage<Tables>()({
  url: '/staff/shift',
  title: 'Plan a shift',
  template: 'staff/shift.njk',
  who: { act: 'change', record: 'patrol' },
  console: true,

  async load(_, { db, tenant, now }) {
    const { spots } = await hotspotsAsked(db, { source: 'published', tenant, now: now() })
    const shifts = await visibleShifts(db, tenant, { since: new Date(now().getTime() - 7 * dayMs), most: mostListed })
    return {
      ...choices(now()),
      asked: { ...usualShift, borough: heaviestBorough(spots) ?? '', day: '0', units: '' },
      shifts: shifts.map(({ plan, body }) => ({
        ...{ plan, borough: boroughOf(body), when: shownShift(body), units: body.tours.length },
        stops: body.tours.reduce((sum, { stops }) => sum + stops.length, 0),
      })),
    }
  },

  form: shiftForm,

  async act(form, { db, tenant, now, newId, execute }) {
    const read = askedOf(form, now())
    if ('errors' in read) return { ...read, asked: form }
    const made = await offerPlan(db, { ...read.asked, tenant, now: now() })
    if (!made)
      return { asked: form, errors: [{ field: 'borough', says: 'Too few thefts are counted there to plan from' }] }
    const plan = newId()
    const outcome = await execute(makePlan, { ...made, plan })
    if (!outcome.ok) return refusal(makePlan, outcome.refused)
    const until = new Date(Date.parse(made.ends) + kept.unitCallSign.ms)
    const rows = read.units.map(({ callSign }, at) => ({ plan, unit: at + 1, call_sign: callSign, until }))
    await db
      .insertInto('shift_unit')
      .values(rows)
      .onConflict((c) => c.doNothing())
      .execute()
    return seeOther(`/staff/shift/${plan}`)
  },
})

/** Boroughs, and a week of days. */
export const choices = (now: Date) => ({
  boroughs: [...londonCells().boroughs].sort(),
  days: Array.from({ length: 7 }, (_, at) => ({
    value: String(at),
    text: at === 0 ? 'Today' : shownDay(hourInLondon(now, 12, at)),
  })),
})
