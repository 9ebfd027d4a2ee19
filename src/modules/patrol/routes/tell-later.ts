import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, type RouteContext, refusal } from '#http'
import { answerStop } from '../commands/answer-stop.ts'
import { squaresUnder } from '../dosage/squares-under.ts'
import { heardWith, type Span, type ToldLater, tellLater } from '../dosage/told-later.ts'
import { closeWalk, type WalkTables, writeDown } from '../dosage/walks.ts'
import type { Duty, DutyTable } from '../duty.ts'
import { FenceId, stopAnswers } from '../plan/planned-shift.ts'
import { fencesOf, type Shift, type ShiftTables, visibleShift } from '../plan/read-shift.ts'

type Tables = DutyTable & WalkTables & ShiftTables

const most = 100
const clock = z.int().min(0).max(8.64e15)

/** Ids that were taken are kept for the shift: no honest one has as many. */
const mostTaken = 1000

/**
 * What an officer's device could not tell while it had no connection: stays in squares of its own tour, and what was said of stops. Each
 * has an id of its own, so that it counts once however often it is sent; of its times nothing is trusted (dosage/told-later.ts).
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/patrol/later',
  summary: 'Tell what an officer’s device could not tell without a connection',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  limitPerMinute: 30,
  body: z.strictObject({
    shift: z.uuid().describe('of the officer: what was kept of another one is refused'),
    sentAt: clock.describe('the device’s clock now: how wrong it is follows from ours'),
    stays: z.array(z.strictObject({ id: z.uuid(), fence: FenceId, entered: clock, left: clock })).max(most),
    answers: z
      .array(z.strictObject({ id: z.uuid(), stop: z.int().min(1).max(60), answer: z.enum(stopAnswers) }))
      .max(most)
      .describe('in the order in which they were given'),
  }),
  reply: z.object({
    seconds: z.int().describe('that were counted of these stays'),
    refused: z.int().describe('answers that the plan does not take'),
  }),

  async handle(told, context) {
    const { db, audit, caller, tenant, now } = context
    if (caller.kind !== 'staff') return problem('not-your-role')
    const duty = await heldDuty(db, caller.id, now())
    const plan = duty?.covert === false && duty.plan ? await visibleShift(db, tenant, duty.plan) : undefined
    if (duty?.shift !== told.shift || !plan || !duty.unit)
      return problem('not-found', { detail: 'This shift is over, or is another one. Erase what was kept of it.' })
    await audit('change', `duty/${caller.id}`)
    const fresh = told.answers.filter(({ id }) => !duty.taken.includes(id))
    const refused = await answer(context, duty, fresh)
    if (refused === 'busy') return refusal(answerStop, 'busy')
    const own = ownFences(plan, duty)
    const counted = tellLater(
      told.stays.filter(({ fence }) => own.has(fence)),
      {
        ...{ sentAt: told.sentAt, receivedAt: now().getTime(), taken: new Set(duty.taken) },
        ...{ begins: Math.max(msOf(duty.began_at), msOf(plan.begins)) },
        ...{ ends: Math.min(msOf(duty.ends_at), msOf(plan.ends)) },
        heard: await heardOf(db, duty),
      },
    )
    await count(db, { tenant, plan, unit: duty.unit }, counted)
    const taken = [...duty.taken, ...told.stays.map(({ id }) => id), ...fresh.map(({ id }) => id)].slice(-mostTaken)
    await db
      .updateTable('duty')
      .set({ heard: JSON.stringify(counted.heard) as never, taken: JSON.stringify(taken) as never })
      .where('shift', '=', duty.shift)
      .execute()
    return { seconds: counted.stays.reduce((sum, { seconds }) => sum + Math.round(seconds), 0), refused }
  },
})

const msOf = (at: Date | string): number => new Date(at).getTime()

/** Held until all is written: of two windows that send at once, the second finds what the first had counted. */
const heldDuty = (db: Kysely<DutyTable>, officer: string, now: Date): Promise<Duty | undefined> =>
  db
    .selectFrom('duty')
    .selectAll()
    .where('officer', '=', officer)
    .where('ends_at', '>', now)
    .forUpdate()
    .executeTakeFirst()

/** The squares of the officer's own tour. */
function ownFences({ squares, tours }: Shift, { unit }: Duty): ReadonlySet<string> {
  const stops = tours[(unit ?? 0) - 1]?.stops ?? []
  return new Set(stops.flatMap(({ square }) => squares[square]?.fence ?? []))
}

/** All that is counted of the shift until now. A walk that is under way ends here: what comes next begins a new one. */
async function heardOf(db: Kysely<Tables>, { shift }: Duty): Promise<readonly Span[]> {
  await closeWalk(db, shift)
  const { heard } = await db.selectFrom('duty').select('heard').where('shift', '=', shift).executeTakeFirstOrThrow()
  return heard.reduce<readonly Span[]>(heardWith, [])
}

async function count(
  db: Kysely<Tables>,
  { tenant, plan, unit }: { readonly tenant: string; readonly plan: Shift; readonly unit: number },
  { stays }: ToldLater,
): Promise<void> {
  const fences = fencesOf(plan)
  const inSquares = stays.flatMap((stay) => {
    const shape = fences.get(stay.fence)
    return shape ? [...squaresUnder([shape]).keys()].map((fence) => ({ ...stay, fence })) : []
  })
  await writeDown(db, { tenant, covert: false, unit: { plan: plan.plan, unit } }, stays, inSquares)
}

type Answered = { readonly stop: number; readonly answer: (typeof stopAnswers)[number] }

/** How many the plan did not take. What was said before somebody else was busy there is said again without harm. */
async function answer(
  { execute }: RouteContext<Tables>,
  { plan, unit }: Duty,
  answers: readonly Answered[],
): Promise<number | 'busy'> {
  let refused = 0
  for (const { stop, answer: said } of answers) {
    const outcome = await execute(answerStop, { plan: plan ?? '', unit: unit ?? 0, stop, answer: said })
    if (!outcome.ok && outcome.refused === 'busy') return 'busy'
    if (!outcome.ok && outcome.refused !== 'answered-so') refused += 1
  }
  return refused
}
