import { z } from 'zod'
import { problem, type RouteContext, refusal, seeOther } from '#http'
import { type GridPoint, metresBetween } from '#lib/geo/grid'
import {
  alertsOf,
  answerStop,
  answersOf,
  bearing,
  callSignUnits,
  covertShift,
  covertShifts,
  type Duty,
  type DutyTable,
  drawnFences,
  dutyOf,
  type GeofenceTable,
  insideNow,
  joinUnit,
  middleOfFence,
  nameOfFence,
  nextStop,
  type OfficerAlert,
  type Shift,
  type ShiftTables,
  type StopAnswer,
  stopAnswers,
  visibleShift,
  type WalkTables,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownDay, shownMinute } from '../shift-clock.ts'
import { answerWords, boroughOf, nameIn, unitName } from '../shift-shown.ts'

type Tables = DutyTable & WalkTables & ShiftTables & GeofenceTable & OfficerAlert
type Looking = Pick<RouteContext<Tables>, 'db' | 'vault' | 'now'>

/** An officer's tour on their phone: the next stop, how far it is, and until when they stay. */
export default definePage<Tables>()({
  url: '/staff/patrol/tour',
  title: 'Your tour',
  template: 'staff/tour.njk',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  form: z.object({
    do: z.enum(['join', 'leave', 'answer']),
    plan: z.string().max(36),
    unit: z.string().max(3),
    stop: z.string().max(3),
    answer: z.string().max(10),
  }),

  async load(_, { db, audit, vault, caller, now }) {
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('look', `duty/${caller.id}`)
    const duty = await dutyOf(db, caller.id, now())
    const frame = { officer: caller.id, force: caller.tenant, duty: duty ? { shift: duty.shift } : false }
    if (!duty) return frame
    const looking = { db, vault, now }
    const shift = await ownShift(looking, duty)
    if (!shift) return { ...frame, units: await unitsFor(looking, duty) }
    const alerts = (await alertsOf(db, caller.id, now())).filter(({ ended, answer }) => !ended && answer === null)
    const fences = await fencesNear(looking, duty)
    return { ...frame, alerts: alerts.length, fences, ...(await shownTour(looking, duty, shift)) }
  },

  async act(form, { db, audit, vault, caller, now, execute }) {
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('change', `duty/${caller.id}`)
    const duty = await dutyOf(db, caller.id, now())
    if (!duty) return seeOther('/staff/patrol/tour')
    if (form.do === 'leave') await joinUnit(db, caller.id, { plan: null, unit: null })
    if (form.do === 'join') {
      const units = await unitsFor({ db, vault, now }, duty)
      const own = units.find((one) => one.plan === form.plan && String(one.unit) === form.unit)
      if (own) await joinUnit(db, caller.id, { plan: own.plan, unit: own.unit })
    }
    const answer = z.enum(stopAnswers).safeParse(form.answer)
    if (form.do !== 'answer' || !duty.plan || !duty.unit || !answer.success) return seeOther('/staff/patrol/tour')
    const said = { plan: duty.plan, unit: duty.unit, stop: Number(form.stop), answer: answer.data }
    const outcome = await execute(answerStop, said)
    if (outcome.ok || outcome.refused === 'answered-so') return seeOther('/staff/patrol/tour')
    if (outcome.refused === 'busy' || outcome.refused === 'key-reused') return refusal(answerStop, outcome.refused)
    return { errors: [{ field: 'stop', says: 'This shift is over' }] }
  },
})

/** The plan that an officer walks by, if it still is one. Plain clothes have theirs in the vault. */
async function ownShift({ db, vault, now }: Looking, { plan, unit, covert, tenant }: Duty): Promise<Shift | undefined> {
  if (!plan || !unit) return undefined
  const shift = covert ? await covertShift({ db, vault }, tenant, plan) : await visibleShift(db, tenant, plan)
  const isOn = shift && Date.parse(shift.ends) + lateMs > now().getTime() && shift.tours[unit - 1]
  return isOn ? shift : undefined
}

/** So long after its shift a tour is still shown, to say of its last stops what became of them. */
const lateMs = 3_600_000

type UnitOffered = { plan: string; unit: number; name: string; from: string; to: string; own: boolean }

/** The units that an officer may say they are. Of plain clothes only the one of their own call sign. */
async function unitsFor({ db, vault, now }: Looking, duty: Duty): Promise<UnitOffered[]> {
  const { tenant, covert, call_sign } = duty
  if (covert) return call_sign ? covertUnits({ db, vault, now }, tenant, call_sign) : []
  const rows = await callSignUnits(db, tenant, now())
  return rows
    .map(({ call_sign: name, plan, unit, begins, ends }) => ({
      ...{ plan, unit, name, own: name === call_sign },
      ...{ from: shownMinute(new Date(begins)), to: shownMinute(new Date(ends)) },
    }))
    .sort((a, b) => Number(b.own) - Number(a.own))
}

async function covertUnits({ db, vault, now }: Looking, tenant: string, callSign: string): Promise<UnitOffered[]> {
  const plans = await covertShifts(db, tenant, { since: now(), until: new Date(now().getTime() + 3_600_000) })
  const shifts = await Promise.all(plans.map(({ plan }) => covertShift({ db, vault }, tenant, plan)))
  return shifts.flatMap((shift) => {
    const at = shift?.callSigns.indexOf(callSign) ?? -1
    if (!shift || at < 0) return []
    const [from, to] = [shownMinute(new Date(shift.begins)), shownMinute(new Date(shift.ends))]
    return [{ plan: shift.plan, unit: at + 1, name: callSign, from, to, own: true }]
  })
}

async function shownTour({ db, now }: Looking, duty: Duty, shift: Shift) {
  const unit = duty.unit ?? 0
  const { stops } = shift.tours[unit - 1] as Shift['tours'][number]
  const said = (await answersOf(db, [shift.plan])).get(shift.plan)
  const answers = stops.map((_, at): StopAnswer | undefined => said?.get(`${unit} ${at + 1}`))
  const begins = Date.parse(shift.begins)
  const inside = await insideNow(db, duty.shift)
  const isThere = (square: number) => inside.has(shift.squares[square]?.fence ?? '')
  const next = nextStop({ stops }, answers, (now().getTime() - begins) / 1000, isThere)
  const at = (seconds: number) => shownMinute(new Date(begins + seconds * 1000))
  const nameOf = (square: number) => nameIn(boroughOf(shift), shift.squares[square] as GridPoint)
  return {
    tour: {
      ...{
        name: unitName(shift.callSigns[unit - 1] ?? '', unit),
        when: `${at(0)} to ${shownMinute(new Date(shift.ends))}`,
      },
      stops: stops.map(({ square, starts }, stop) => {
        const answer = answers[stop]
        return {
          from: at(starts),
          near: nameOf(square),
          says: answer ? answerWords[answer] : '',
          isNext: stop === next,
        }
      }),
    },
    next: next === undefined ? false : shownNext(duty, shift, next, { inside, now: now() }),
  }
}

type Seen = { readonly inside: ReadonlyMap<string, Date>; readonly now: Date }

function shownNext(duty: Duty, shift: Shift, next: number, { inside, now }: Seen) {
  const stop = shift.tours[(duty.unit ?? 0) - 1]?.stops[next]
  const square = shift.squares[stop?.square ?? -1]
  if (!stop || !square) return false
  const { starts, leaves, lot } = stop
  const at = (seconds: number) => shownMinute(new Date(Date.parse(shift.begins) + seconds * 1000))
  const since = inside.get(square.fence)
  // From when they came, not from when they should have: a late unit stays as long.
  const until = since && new Date(since.getTime() + (leaves - starts) * 1000)
  return {
    ...{ stop: next + 1, near: nameIn(boroughOf(shift), square), from: at(starts), to: at(leaves), lot },
    minutes: Math.round((leaves - starts) / 60),
    way: wayTo(duty, { easting: square.easting + 75, northing: square.northing + 75 }),
    ...(until && {
      since: shownMinute(since),
      until: shownMinute(until),
      left: Math.max(0, Math.round((until.getTime() - now.getTime()) / 1000)),
    }),
  }
}

/** `240 metres to the north-east, 4 minutes on foot`; '' while nobody knows where they are. */
function wayTo({ easting, northing }: Duty, to: GridPoint): string {
  if (easting === null || northing === null) return ''
  const from = { easting, northing }
  const metres = metresBetween(from, to)
  if (metres < 75) return 'You are there'
  const rounded = metres < 1000 ? `${Math.round(metres / 10) * 10} metres` : `${(metres / 1000).toFixed(1)} kilometres`
  const direction = bearing(from, to)
  // Streets are 1.3 times as long as the way of a crow; 80 metres a minute on foot.
  return `${rounded} to the ${direction}, ${Math.max(1, Math.round((metres * 1.3) / 80))} minutes on foot`
}

const nearMetres = 2000

/** Drawn fences around an officer, the nearest first: a new one is here within a second. */
async function fencesNear({ db, now }: Looking, duty: Duty) {
  const { easting, northing } = duty
  const drawn = await drawnFences(db, duty.tenant, now())
  const here = easting === null || northing === null ? undefined : { easting, northing }
  return drawn
    .map((fence) => ({ fence, metres: here ? metresBetween(here, middleOfFence(fence)) : 0 }))
    .filter(({ metres }) => metres <= nearMetres)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, 10)
    .map(({ fence }) => ({
      ...{ near: nameOfFence(fence), way: wayTo(duty, middleOfFence(fence)) },
      until: `${shownDay(new Date(fence.until))} ${shownMinute(new Date(fence.until))}`,
    }))
}
