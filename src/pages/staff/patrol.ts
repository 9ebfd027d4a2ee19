import { z } from 'zod'
import { type Caller, type Execute, problem, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import {
  answerAlert,
  beginShift,
  type Duty,
  type DutyTable,
  dutyOf,
  endShift,
  fenceAround,
  london,
  mostTurns,
  type OfficerAlert,
  patrolRoles,
  setPosition,
  type WalkTables,
} from '#modules/patrol/public'
import { shownAlerts } from '../alert-shown.ts'
import { definePage } from '../define-page.ts'
import { type PushTables, pushGateway } from '../push-key.ts'

type Tables = DutyTable & OfficerAlert & PushTables & WalkTables

const callSign = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9 -]{0,12}$/, 'Enter a call sign of at most 12 letters and digits')

/** An officer on duty: where they are, and what happens near them. One form a button; all of them come back here. */
export default definePage<Tables>()({
  url: '/staff/patrol',
  title: 'On patrol',
  template: 'staff/patrol.njk',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  form: z.object({
    do: z.enum(['start', 'move', 'end', 'answer']),
    place: z.string().trim().max(200, 'Enter a shorter place'),
    callSign,
    covert: z.enum(['', 'yes']),
    alert: z.string(),
    case: z.string(),
    answer: z.enum(['', 'going', 'cannot']),
  }),

  async load(_, { db, audit, vault, caller, now }) {
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('look', `duty/${caller.id}`)
    const duty = await dutyOf(db, caller.id, now())
    const alerts = duty ? await shownAlerts({ db, audit, vault }, caller.id, duty, now()) : []
    const gateway = duty ? await pushGateway(db) : undefined
    return {
      officer: caller.id,
      duty: duty ? shownDuty(duty, now()) : false,
      alerts,
      gateway: gateway ?? false,
      mostTurns,
    }
  },

  async act(form, context) {
    const { caller, db, audit, now, newId } = context
    if (caller.kind !== 'staff') return problem('not-your-role')
    await audit('change', `duty/${caller.id}`)
    if (form.do === 'end') await endShift(db, caller.id, now())
    if (form.do === 'answer') return answer(form, context)
    if (form.do !== 'start' && form.do !== 'move') return seeOther('/staff/patrol')
    const place = form.place === '' ? undefined : london().placeOf(form.place)
    const wrong = placeFault(form, place)
    if (wrong) return { errors: [{ field: 'place', says: wrong }] }
    if (form.do === 'start') {
      const officer = { officer: caller.id, tenant: caller.tenant, role: roleOf(caller), shift: newId() }
      const signs = { covert: form.covert === 'yes', call_sign: form.callSign || null }
      await beginShift(db, { ...officer, ...signs }, now())
    }
    if (place) await setPosition(db, caller.id, { ...place, place: place.name }, now())
    return seeOther('/staff/patrol')
  },
})

type Placed = ReturnType<ReturnType<typeof london>['placeOf']>

/** Why a place cannot stand for where an officer is; undefined when it can. */
function placeFault({ do: act, place: typed }: { do: string; place: string }, place: Placed): string | undefined {
  if (typed === '') return act === 'move' ? 'Enter a street or a station' : undefined
  if (!place) return 'We do not know that place. Enter a street or a station'
  return fenceAround(place) === undefined || place.likely ? 'There are several. Add the borough' : undefined
}

type Answer = { alert: string; case: string; answer: string }
type AnswerContext = { caller: Caller; execute: Execute }

async function answer(form: Answer, { caller, execute }: AnswerContext) {
  const theft = CaseId.safeParse(form.case)
  if (caller.kind !== 'staff' || !theft.success || !form.answer) return seeOther('/staff/patrol')
  const said = { case: theft.data, alert: form.alert as never, officer: caller.id, answer: form.answer as 'going' }
  const outcome = await execute(answerAlert, said)
  if (outcome.ok || outcome.refused === 'answered-so') return seeOther('/staff/patrol')
  return { errors: [{ field: 'alerts', says: 'This alert is over. Nobody needs to go.' }] }
}

const roleOf = ({ roles }: Extract<Caller, { kind: 'staff' }>) => patrolRoles.find((role) => roles.includes(role)) ?? ''

const iso = (at: Date | string) => new Date(at).toISOString()

function shownDuty(
  { shift, covert, call_sign, place, positioned_at, fresh_until, began_at, ends_at, subscription }: Duty,
  now: Date,
) {
  const known = fresh_until !== null && new Date(fresh_until) > now
  return {
    ...{
      shift,
      covert,
      callSign: call_sign ?? false,
      began: iso(began_at),
      ends: iso(ends_at),
      device: Boolean(subscription),
    },
    position:
      known && positioned_at
        ? { place: place ?? 'where your device is', at: iso(positioned_at), until: iso(fresh_until) }
        : false,
  }
}
