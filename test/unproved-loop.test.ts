import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop, type Simulator } from './support/loop.ts'

/** Its client signs by the real clock, so it checks by that too. */
const startTexts: Simulator = (place) => startNotify({ ...place, now: () => new Date() })
const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
const stranger = 'stranger@example.org'

test('USERS 4: a case that nobody proved writes once to whom it names, ends with its claim, and stands in no queue', async (t) => {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const { simulators, ask } = keptSimulators(startOperators('demo-ee', 'demo-three'), startForces, startTexts)
  const loop = await openLoop(t, {
    simulators,
    now,
  })
  const query = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const give = (cookie: string, contact: string) =>
    sendForm(loop, '/case/details/contact', { contact, alone: 'yes' }, { cookie })
  const mailsTo = async (to: string) => (await sentBy(loop)).filter((one) => one.to === to).map(({ text }) => text)

  const wrong = { token: '', skip: '', name: 'Nobody At All', born: '1 1 1970', postcode: '' }
  const claims = async (line: string) => {
    const first = cookieOf(await sendForm(loop, '/report', { line, method: 'snatch' }))
    return cookieOf(await sendForm(loop, '/report/who', wrong, { cookie: first })) || first
  }
  // A name that a network has not said yes to names nobody. Where no network has the number, it may.
  const guesser = await claims('07700 900122')
  assert.equal((await give(guesser, 'guessed@example.org')).headers.get('location'), '/case')
  assert.equal((await ask('demo-ee', '/_left', { lines: ['+447700900121'] })).status, 200)
  const claimant = await claims('07700 900121')
  const searched = await loop.until('no network has it', async () => {
    const found = await query(`select stream from event where type = 'reports.no-network-found'`)
    return found[0]?.stream.replace('case/', '')
  })
  for (const contact of [stranger, ' Stranger@Example.org', stranger])
    assert.equal((await give(claimant, contact)).status, 303)
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  assert.equal((await give(victim.cookie, 'victim@example.org')).status, 303)
  await loop.until('both were written to', async () => {
    const all = [await mailsTo(stranger), await mailsTo('victim@example.org')]
    return all.every(({ length }) => length > 0)
  })
  const [claim] = await query(`select case_id, until from theft_case where case_id = '${searched}'`)
  const queue = async () => {
    const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
    return wordsOf(await (await fetch(`${loop.origin}/staff/cases`, { headers: { cookie } })).text())
  }
  assert.match(await queue(), new RegExp(claim.case_id.slice(0, 8)))

  clock.ahead = new Date(claim.until).getTime() - Date.now()
  await loop.until('nothing more is promised', async () => {
    const rows = await query(`select promised from case_promise where case_id = '${claim.case_id}'`)
    return rows[0]?.promised === null
  })
  const open = await loop.until('it stands in the queue no more', async () => {
    const all = await queue()
    return !all.includes(claim.case_id.slice(0, 8)) && all
  })
  assert.match(open, new RegExp(victim.case.slice(0, 8)))

  clock.ahead = 8 * 86_400_000
  await loop.until('the other victim hears that nothing is new', async () =>
    (await mailsTo('victim@example.org')).some((text) => /Nothing new has happened/.test(text)),
  )
  const said = await mailsTo(stranger)
  assert.equal(said.length, 1, said.join('\n'))
  assert.match(said[0] ?? '', /somebody who told us of a phone gave us this address.*you need do nothing/)
  const templates = await query(
    `select distinct data->>'template' as t from event where type = 'victims.message-owed' and stream = 'case/${claim.case_id}' order by 1`,
  )
  assert.deepEqual(
    templates.map(({ t }) => t),
    ['contact-added', 'lapsed', 'was-this-you'],
  )
})
