import assert from 'node:assert/strict'
import type { Loop } from './loop.ts'
import { type Person, staff } from './staff-browser.ts'

const minute = 60_000

export type ShiftBody = {
  seed: number
  squares: { fence: string; easting: number; northing: number }[]
  tours: { stops: { square: number; starts: number; leaves: number }[] }[]
}

export const middle = ({ easting, northing }: { easting: number; northing: number }) => ({
  ...{ easting: easting + 75, northing: northing + 75 },
})

/** Officers who walk shifts, by a clock of the test's own. */
export function shiftsOf(loop: Loop, clock: { at: number }) {
  const sql = async <Row>(text: string, values: unknown[] = []) =>
    (await loop.db.owner.pool.query(text, values)).rows as Row[]
  const onDuty = async (callSign: string, covert = '') => {
    const officer = await staff(loop, 'response-officer', 'respond-to-theft')
    const started = await officer.send('/staff/patrol', { do: 'start', place: '', callSign, covert })
    assert.equal(started.status, 303, started.text)
    return officer
  }
  /** Stays at a place, a position a minute; whoever walks along is there too. */
  const stay = async (
    officer: Person,
    place: { easting: number; northing: number },
    minutes: number,
    along: readonly Person[] = [],
  ) => {
    for (let passed = 0; passed <= minutes; passed++) {
      for (const one of [officer, ...along]) assert.equal((await one.at(place)).status, 200)
      clock.at += minute
    }
  }
  return { loop, clock, sql, onDuty, stay }
}
export type Shifts = ReturnType<typeof shiftsOf>
