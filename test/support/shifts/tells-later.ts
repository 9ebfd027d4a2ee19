import assert from 'node:assert/strict'
import { middle, type ShiftBody, type Shifts } from '../shifts.ts'
import { type Person, staff } from '../staff-browser.ts'

const minute = 60_000
const nothing: ShiftBody = { seed: 0, squares: [], tours: [] }

/** An officer in the tour of an evening’s plan, as they come to its first square. */
async function inTour({ loop, clock, sql, onDuty }: Shifts, form: Record<string, string>) {
  clock.at = Date.parse('2027-01-15T19:58:00.000Z')
  const sergeant = await staff(loop, 'neighbourhood-officer', 'prevent-crime')
  const made = await sergeant.send('/staff/shift', form)
  const evening = made.to.split('/').at(-1) ?? ''
  const [{ body: its } = { body: nothing }] = await sql<{ body: ShiftBody }>(
    'select body from shift_plan where plan = $1',
    [evening],
  )
  const officer = await onDuty('GX31')
  await officer.send('/staff/patrol/tour', { do: 'join', plan: evening, unit: '1' })
  const [stop] = its.tours[0]?.stops ?? []
  const square = its.squares[stop?.square ?? 0]
  assert.ok(stop && square)
  const came = Date.parse('2027-01-15T20:00:00.000Z') + stop.starts * 1000
  clock.at = came
  return { officer, square, came }
}

/** Seconds that are counted in a square: by its fence, and by its corner. */
async function walkedIn({ sql }: Shifts, square: ShiftBody['squares'][number], since: number) {
  const fence = await sql<{ seconds: number }>(
    'select sum(seconds)::int as seconds from patrol_visit where fence = $1',
    [square.fence],
  )
  const corner = await sql<{ seconds: number }>(
    `select sum(seconds)::int as seconds from square_visit where easting = $1 and northing = $2 and entered >= $3`,
    [square.easting, square.northing, new Date(since)],
  )
  return [fence[0]?.seconds, corner[0]?.seconds]
}

/** B15: three minutes on the air, then none, and what the device tells of it later. `foreignFence`: of another plan. */
export async function tellsLater(
  shifts: Shifts,
  form: Record<string, string>,
  foreignFence: string | undefined,
): Promise<void> {
  const { loop, clock, sql, onDuty, stay } = shifts
  const { officer, square, came } = await inTour(shifts, form)
  await stay(officer, middle(square), 3)
  clock.at = came + 13 * minute
  const page = await officer.page('/staff/patrol/tour')
  assert.match(page, / data-keep="\d+" data-tour="/)
  assert.match(page, /data-kept hidden>Kept at 20:\d\d\. No connection: this may be old\./)
  const [{ shift: own } = { shift: '' }] = await sql<{ shift: string }>('select shift from duty')
  const hourWrong = (time: number) => time - 60 * minute
  const told = (left: number, id: string = crypto.randomUUID(), fence = square.fence) => ({
    ...{ id, fence, entered: hourWrong(came), left: hourWrong(left) },
  })
  const later = async (who: Person, more: object) => {
    const answer = await fetch(`${loop.origin}/api/patrol/later`, {
      method: 'POST',
      body: JSON.stringify({ shift: own, sentAt: hourWrong(clock.at), stays: [], answers: [], ...more }),
      headers: { cookie: who.cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' },
    })
    return { status: answer.status, ...((await answer.json()) as { seconds?: number; refused?: number }) }
  }
  const answered = (seconds: number, refused: number) => ({ status: 200, seconds, refused })
  const first = told(came + 12 * minute)
  const done = { id: crypto.randomUUID(), stop: 1, answer: 'done' }
  assert.deepEqual(await later(officer, { stays: [first], answers: [done] }), answered(9 * 60, 0))
  const walked = () => walkedIn(shifts, square, came - minute)
  assert.deepEqual(await walked(), [12 * 60, 12 * 60], 'three minutes on the air, and nine that were told later')
  assert.match(await officer.page('/staff/patrol/tour'), /said done/)
  // The answer was lost on its way: sent again, a minute later, and once more as something new.
  clock.at += minute
  assert.equal((await officer.send('/staff/patrol/tour', { do: 'answer', stop: '1', answer: 'call' })).status, 303)
  assert.deepEqual(await later(officer, { stays: [first], answers: [done] }), answered(0, 0))
  assert.deepEqual(await later(officer, { stays: [told(came + 12 * minute)] }), answered(0, 0))
  assert.match(await officer.page('/staff/patrol/tour'), /left for a call/)
  const foreign = told(came + 12 * minute, crypto.randomUUID(), foreignFence)
  const wrong = { id: crypto.randomUUID(), stop: 60, answer: 'done' }
  assert.deepEqual(await later(officer, { stays: [foreign], answers: [wrong] }), answered(0, 1))
  // On the air again: nothing of that time is told a second time.
  await stay(officer, middle(square), 2)
  const before = (await walked())[0] ?? 0
  await later(officer, { stays: [told(clock.at)] })
  const total = ((await walked())[0] ?? 0) * 1000
  assert.ok(total > before * 1000 && total <= clock.at - came, `${total} of ${clock.at - came}`)
  const other = await onDuty('GX31', 'yes')
  assert.equal((await later(other, {})).status, 404, 'of another officer')
  const [{ shift: theirs } = { shift: '' }] = await sql<{ shift: string }>('select shift from duty where covert')
  assert.equal((await later(other, { shift: theirs })).status, 404, 'nothing of plain clothes')
  await officer.send('/staff/patrol', { do: 'end' })
  assert.equal((await later(officer, { stays: [told(clock.at)] })).status, 404, 'the shift is over')
  await other.send('/staff/patrol', { do: 'end' })
}
