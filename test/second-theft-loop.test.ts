import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const number = '07700 900145'
const officerSaid = { line: number, lineAgain: number, method: 'robbery', vouched: 'officer-present', place: '' }

/** Its network says over the counter that it replaced the SIM. */
async function restore(loop: Loop): Promise<void> {
  const { cookie } = await loop.staff('demo-ee', 'operator', 'block-handset')
  const answer = await fetch(`${loop.origin}/api/lines/restored`, {
    method: 'POST',
    headers: { cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ line: number }),
  })
  assert.equal(answer.status, 202)
}

const rowsIn =
  (loop: Loop) =>
  async (sql: string, values: unknown[] = []) =>
    (await loop.db.owner.pool.query(sql, values)).rows

test('a number that has a new SIM and is stolen again has a case of its own: the card stops the new phone, and the old one stays stopped', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  const rows = rowsIn(loop)
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number, imei })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const officer = (more = {}) => sendForm(loop, '/staff/report', { ...officerSaid, ...more }, { cookie })
  assert.equal((await officer({ imeis: imei })).status, 200)
  const cases = () => rows('select case_id, level, until, imei_keys from theft_case order by opened_at')
  const [first] = await loop.until('the first theft stands', async () => {
    const found = await cases()
    return found.length === 1 && found[0].level >= 2 && found
  })
  const stop = () => sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  assert.equal((await stop()).status, 303)
  assert.equal((await cases()).length, 1, 'before there is a new SIM it is the same theft')

  await restore(loop)
  await loop.until(
    'the network has said so',
    async () => (await rows(`select from event where type = 'victims.line-restored'`)).length === 1,
  )
  // The same handset with the number is the first theft still.
  assert.equal((await officer({ imeis: imei })).status, 200)
  assert.equal((await cases()).length, 1)
  const again = await stop()
  assert.equal(again.status, 303)
  const second = await loop.until('the second theft stands', async () => {
    const found = await cases()
    return found.length === 2 && found.find(({ case_id }) => case_id !== first.case_id)
  })
  const subjects = await rows(`select subject, case_id from open_case order by subject`)
  assert.deepEqual(
    subjects.map(({ subject, case_id }) => [subject.startsWith('v_') ? 'number' : subject, case_id]).sort(),
    [
      [imei.slice(0, 14), first.case_id],
      ['number', second.case_id],
    ].sort(),
  )
  await loop.until('the new SIM is asked to be stopped', async () => {
    const found = await rows('select kind from action where stream = $1', [`case/${second.case_id}`])
    return found.some(({ kind }) => kind === 'suspend-line')
  })
  const receipt = await fetch(`${loop.origin}/report/receipt`, {
    headers: { cookie: (again.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? '' },
  })
  assert.match(wordsOf(await receipt.text()), /We have your report.*Your code/)
  // Said a third time, it is in the second case; what both began at once is one.
  await Promise.all([stop(), stop(), sendForm(loop, '/report', { line: number, method: 'snatch' })])
  assert.equal((await cases()).length, 2)
})

test('whoever only says the number of a theft that is over for it begins a claim of an hour, and takes nothing from the first case', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  const rows = rowsIn(loop)
  const victim = await reportFromBorrowedPhone(loop, number)
  await loop.until(
    'the network knows them',
    async () => (await rows('select from theft_case where level = 2')).length > 0,
  )
  const handsetIn = () =>
    rows(`select case_id, imei_keys, level, until, ended from theft_case where case_id = $1`, [victim.case])
  await restore(loop)
  const before = await handsetIn()
  assert.equal((await sendForm(loop, '/report', { line: number, method: 'snatch' })).status, 200)
  const [, claim] = await loop.until('the claim stands', async () => {
    const found = await rows('select case_id, level from theft_case order by opened_at')
    return found.length === 2 && found
  })
  assert.equal(claim.level, 0)
  assert.deepEqual(await handsetIn(), before)
  const own = await fetch(`${loop.origin}/case`, { headers: { cookie: victim.cookie } })
  assert.match(wordsOf(await own.text()), /What has happened/)
})
