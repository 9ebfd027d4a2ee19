import { z } from 'zod'
import { problem, type RouteContext, refusal, seeOther } from '#http'
import { type GridPoint, metresBetween } from '#lib/geo/grid'
import {
  alertsOf,
  answerStop,
  answersOf,
  bearing,
  type CovertUnitTable,
  callSignUnits,
  covertUnit,
  type Duty,
  type DutyTable,
  dutyOf,
  type GeofenceTable,
  insideNow,
  joinCovertUnit,
  joinUnit,
  liveFences,
  middleOfFence,
  nameOfFence,
  nextStop,
  type OfficerAlert,
  type Shift,
  type ShiftTables,
  stopAnswers,
  visibleShift,
  type WalkTables,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { type KnownOfTour, keptTour, type OwnTour } from '../kept-tour.ts'
import { shownDay, shownMinute } from '../shift-clock.ts'
import { answerWords, boroughOf, nameIn, unitName } from '../shift-shown.ts'

type Tables = CovertUnitTable & DutyTable & WalkTables & ShiftTables & GeofenceTable & OfficerAlert
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
    code: z.string().max(40),
    stop: z.string().max(3),
    answer: z.string().max(10),
  }),

  async load(_, { db, audit, vault, caller, now }) {
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('look', `duty/${caller.id}`)
    const duty = await dutyOf(db, caller.id, now())
    const frame = {
      officer: caller.id,
      force: caller.tenant,
      duty: duty ? { shift: duty.shift, covert: duty.covert } : false,
    }
    if (!duty) return frame
    const looking = { db, vault, now }
    const own = await ownTour(looking, duty)
    if (!own) return { ...frame, units: duty.covert ? [] : await unitsFor(looking, duty) }
    const alerts = (await alertsOf(db, caller.id, now())).filter(({ ended, answer }) => !ended && answer === null)
    const fences = await fencesNear(looking, duty)
    const known = await knownOf(looking, duty, own)
    const lasts = { now: now(), until: Math.min(msOf(duty.ends_at), msOf(own.shift.ends) + lateMs) }
    const keep = duty.covert ? false : keptTour(own, known, lasts)
    return { ...frame, alerts: alerts.length, fences, keep, ...shownTour(duty, own, { ...known, now: now() }) }
  },

  async act(form, context) {
    const { db, audit, caller, now, execute } = context
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('change', `duty/${caller.id}`)
    const duty = await dutyOf(db, caller.id, now())
    if (!duty) return seeOther('/staff/patrol/tour')
    if (form.do === 'leave') await joinUnit(db, caller.id, { plan: null, unit: null })
    if (form.do === 'join' && duty.covert) return joinByCode(form.code, duty, context)
    if (form.do === 'join') {
      const units = await unitsFor(context, duty)
      const own = units.find((one) => one.plan === form.plan && String(one.unit) === form.unit)
      if (own) await joinUnit(db, caller.id, { plan: own.plan, unit: own.unit })
    }
    const answer = z.enum(stopAnswers).safeParse(form.answer)
    if (form.do !== 'answer' || !duty.plan || !duty.unit || !answer.success) return seeOther('/staff/patrol/tour')
    const said = { plan: duty.plan, unit: duty.unit, stop: Number(form.stop), answer: answer.data }
    const outcome = await execute(answerStop, said)
    if (outcome.ok || outcome.refused === 'answered-so') return seeOther('/staff/patrol/tour')
    const refused = refusal(answerStop, outcome.refused)
    if (outcome.refused === 'busy' || outcome.refused === 'key-reused') return refused
    return { errors: [{ field: 'stop', says: refused.detail }] }
  },
})

/** Why an officer in plain clothes cannot be the unit of a code. */
const notJoined = {
  'no-unit': 'No plain-clothes unit has this code now. Ask your control room',
  taken: 'Another officer has joined this unit. Ask your control room',
}

async function joinByCode(code: string, duty: Duty, context: RouteContext<Tables>) {
  const outcome = await joinCovertUnit(context, duty, code)
  if (outcome === 'joined') return seeOther('/staff/patrol/tour')
  return { errors: [{ field: 'code', says: notJoined[outcome] }] }
}

/** Of plain clothes the vault opens the officer's own unit, and no other. */
async function ownTour(
  { db, vault, now }: Looking,
  { plan, unit, sealed, tenant }: Duty,
): Promise<OwnTour | undefined> {
  if (!plan || !unit) return undefined
  const part = sealed ? await covertUnit(vault, sealed) : undefined
  const shift = part ? { ...part.shift, plan } : sealed ? undefined : await visibleShift(db, tenant, plan)
  const at = part ? 0 : unit - 1
  const isOn = shift && Date.parse(shift.ends) + lateMs > now().getTime() && shift.tours[at]
  return isOn ? { shift, at } : undefined
}

/** So long after its shift a tour is still shown, to say of its last stops what became of them. */
const lateMs = 3_600_000

type UnitOffered = { plan: string; unit: number; name: string; from: string; to: string; own: boolean }

/** The units that an officer in uniform may say they are. Plain clothes are in no list: they have a code. */
async function unitsFor({ db, now }: Pick<Looking, 'db' | 'now'>, { tenant, call_sign }: Duty): Promise<UnitOffered[]> {
  const rows = await callSignUnits(db, tenant, now())
  return rows
    .map(({ call_sign: name, plan, unit, begins, ends }) => ({
      ...{ plan, unit, name, own: name === call_sign },
      ...{ from: shownMinute(new Date(begins)), to: shownMinute(new Date(ends)) },
    }))
    .sort((a, b) => Number(b.own) - Number(a.own))
}

const msOf = (at: Date | string): number => new Date(at).getTime()

/** What was said of each stop, and the fences that the officer is seen in now. */
async function knownOf({ db }: Looking, duty: Duty, { shift, at }: OwnTour): Promise<KnownOfTour> {
  const said = (await answersOf(db, [shift.plan])).get(shift.plan)
  const answers = shift.tours[at]?.stops.map((_, stop) => said?.get(`${duty.unit} ${stop + 1}`)) ?? []
  return { answers, inside: await insideNow(db, duty.shift) }
}

function shownTour(duty: Duty, { shift, at: own }: OwnTour, known: KnownOfTour & { readonly now: Date }) {
  const { answers, inside, now } = known
  const unit = duty.unit ?? 0
  const { stops } = shift.tours[own] as Shift['tours'][number]
  const begins = Date.parse(shift.begins)
  const isThere = (square: number) => inside.has(shift.squares[square]?.fence ?? '')
  const next = nextStop({ stops }, answers, (now.getTime() - begins) / 1000, isThere)
  const at = (seconds: number) => shownMinute(new Date(begins + seconds * 1000))
  const nameOf = (square: number) => nameIn(boroughOf(shift), shift.squares[square] as GridPoint)
  return {
    tour: {
      ...{
        name: unitName(shift.callSigns[own] ?? '', unit),
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
    next: next === undefined ? false : shownNext(duty, shift, stops[next], { stop: next + 1, inside, now }),
  }
}

type Seen = { readonly stop: number; readonly inside: ReadonlyMap<string, Date>; readonly now: Date }
type Stop = Shift['tours'][number]['stops'][number]

function shownNext(duty: Duty, shift: Shift, stop: Stop | undefined, { stop: number, inside, now }: Seen) {
  const square = shift.squares[stop?.square ?? -1]
  if (!stop || !square) return false
  const { starts, leaves, lot } = stop
  const at = (seconds: number) => shownMinute(new Date(Date.parse(shift.begins) + seconds * 1000))
  const since = inside.get(square.fence)
  // From when they came, not from when they should have: a late unit stays as long.
  const until = since && new Date(since.getTime() + (leaves - starts) * 1000)
  return {
    ...{ stop: number, near: nameIn(boroughOf(shift), square), from: at(starts), to: at(leaves), lot },
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

/** Fences around an officer that are of no plan, the nearest first: a new one is here within a second. */
async function fencesNear({ db, now }: Looking, duty: Duty) {
  const { easting, northing } = duty
  const drawn = (await liveFences(db, duty.tenant, now())).filter(({ plan }) => plan === null)
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
