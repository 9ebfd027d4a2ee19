import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { askForCard, enrolledPhone, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { operatorWithLines } from './support/operator-with-lines.ts'

const conflictsOf = (loop: Loop, what: string, many: number) =>
  loop.until(what, async () => {
    const { rows } = await loop.db.owner.pool.query('select distinct conflict from case_conflict order by conflict')
    return rows.length === many && rows.map(({ conflict }) => conflict as string)
  })

test('the ladder’s conflicts: a number that was ported this week goes to a person, and nothing more is done', async (t) => {
  const operator = operatorWithLines('demo-ee')
  const loop = await openLoop(t, { simulators: [operator.start] })
  await operator.holds({ line: '+447700900123', ported: new Date().toISOString() })
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  assert.deepEqual(await conflictsOf(loop, 'a doubt is found', 1), ['number-ported'])
  const { rows } = await loop.db.owner.pool.query(`select kind from action where stream = $1 order by kind`, [
    `case/${victim.case}`,
  ])
  const kinds = rows.map(({ kind }) => kind as string)
  assert.ok(!kinds.some((kind) => ['suspend-line', 'block-handset', 'record-crime'].includes(kind)), kinds.join())
})

test('B1: a handset that the line came into this week may be the thief’s, or the owner’s new one: it waits for a person, the line does not', async (t) => {
  const operator = operatorWithLines('demo-ee')
  const loop = await openLoop(t, { simulators: [operator.start] })
  await operator.holds({ line: '+447700900123', since: new Date().toISOString() })
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  assert.deepEqual(await conflictsOf(loop, 'a doubt is found', 1), ['suspected-clone'])
  const kinds = await loop.until('the line is stopped', async () => {
    const { rows } = await loop.db.owner.pool.query('select kind from action where stream = $1', [
      `case/${victim.case}`,
    ])
    const all = rows.map(({ kind }) => kind as string)
    return all.includes('suspend-line') && all
  })
  assert.ok(!kinds.includes('block-handset'), kinds.join())
})

test('the same phone under two numbers, each proved, is a doubt about both', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  for (const line of ['07700 900125', '07700 900126']) {
    const said = {
      line,
      lineAgain: line,
      method: 'robbery',
      vouched: 'officer-present',
      place: 'Soho',
      imeis: '490154203237518',
    }
    assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  }
  assert.deepEqual(await conflictsOf(loop, 'a doubt is found', 1), ['second-claimant'])
})

test('USERS 4: a force takes a report back, by its own system and by the button, and every stop is undone', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-o2')] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const headers = { cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(loop.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const report = async (imei: string) =>
    ((await (await post('/api/reports', { imeis: [imei], method: 'snatch' })).json()) as { case: string }).case
  const [one, two] = [await report('490154203237518'), await report('356938035643809')]
  await loop.until('both phones are blocked', async () => {
    const { rowCount } = await loop.db.owner.pool.query(
      `select from action where kind = 'block-handset' and state = 'acknowledged'`,
    )
    return rowCount === 4
  })
  assert.equal((await post(`/api/cases/${one}/withdrawals`, { why: 'mistake' })).status, 201)
  assert.equal((await post(`/api/cases/${one}/withdrawals`, { why: 'mistake' })).status, 409)
  const pressed = await sendForm(loop, '/staff/undo', { theft: two, why: 'found', checked: 'yes' }, { cookie })
  assert.deepEqual([pressed.status, pressed.headers.get('location')], [303, `/staff/undo?done=yes&case=${two}`])
  await loop.until('every block is undone', async () => {
    const { rowCount } = await loop.db.owner.pool.query(
      `select from action where kind = 'unblock-handset' and state = 'acknowledged'`,
    )
    return rowCount === 4
  })
})

test('B60: an IMEI that another phone of the register has cannot be enrolled a second time', async (t) => {
  const loop = await openLoop(t)
  const imei = '490154203237518'
  await enrolledPhone(loop, { number: '07700 900127', imei })
  const { address, code } = await askForCard(loop, { number: '07700 900128', imei })
  const answer = await (await sendForm(loop, address, { code })).text()
  assert.doesNotMatch(answer, /rb-card__number/)
  const { rows } = await loop.db.owner.pool.query(`select from event where type = 'register.handset-enrolled'`)
  assert.equal(rows.length, 1)
})
