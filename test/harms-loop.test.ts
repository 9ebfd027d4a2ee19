import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Purpose, Role } from '#http'
import { startBanks } from '../simulators/banks.ts'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import startTakeDown from '../simulators/take-down.ts'
import { caseDesk, keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const phish =
  'From: Apple <help@find-id.xyz>\nYour phone was found. hxxps://icloud.com.find-id[.]xyz/t?who=zzqx Call 07700 900777'

test('B05, B31, B50: victim and bank add what followed the theft; each step asks once how they are; threats get safe words; a false message is matched across cases; no word of it leaves the vault', async (t) => {
  const { simulators, tell } = keptSimulators(
    startOperators('demo-ee'),
    startForces,
    startBanks('demo-monzo'),
    startTakeDown,
  )
  const loop = await openLoop(t, { simulators })
  const desk = await caseDesk(t, loop)
  const one = await reportFromBorrowedPhone(loop, '07700 900123')
  const other = await reportFromBorrowedPhone(loop, '07700 900124')
  const query = async (sql: string, ...values: unknown[]) => (await loop.db.owner.pool.query(sql, values)).rows
  const read = async (path: string, cookie: string) =>
    wordsOf(await (await fetch(loop.origin + path, { headers: { cookie } })).text())
  const send = async (path: string, form: Record<string, string>, { cookie }: { cookie: string }) => {
    const sent = await sendForm(loop, path, form, { cookie })
    assert.equal(sent.status, 303, `${path} ${sent.status}`)
    return read(String(sent.headers.get('location')), cookie)
  }

  const safe = await send('/case/harm', { sort: 'extortion', loss: '', words: 'zzqx wants 500 pounds' }, one)
  assert.match(safe, /Do not answer\. Do not pay\. Do not send a code.*Do not remove the phone from your Apple/)
  await send('/case/harm', { sort: 'fraud', loss: 'under-1000', words: '' }, one)
  assert.match(await read('/case', one.cookie), /You told us what has happened since/)
  assert.doesNotMatch(
    await read('/case', one.cookie),
    /zzqx|wants money/,
    'whoever reads over the shoulder learns nothing',
  )
  const empty = await sendForm(loop, '/case/harm', { words: 'x' }, { cookie: one.cookie })
  assert.match(wordsOf(await empty.text()), /Choose what happened/)

  // How they are is asked once at this step, counted without a name, and a no is answered with what helps.
  const unanswered = await sendForm(loop, '/case/feeling', { safe: 'no' }, { cookie: one.cookie })
  assert.match(wordsOf(await unanswered.text()), /Say whether you feel that your case matters to us/)
  const answered = await sendForm(loop, '/case/feeling', { safe: 'no', mattered: 'yes' }, { cookie: one.cookie })
  assert.match(wordsOf(await answered.text()), /Thank you.*If you do not feel safe In danger now\? Call 999/)
  assert.doesNotMatch(await read('/case/feeling', one.cookie), /Do you feel safe\?/)
  await sendForm(loop, '/case/feeling', { safe: 'yes', mattered: 'no' }, { cookie: one.cookie })
  const feelings = await loop.until('the answer is counted', async () => {
    const rows = await query('select step, safe, mattered from measured_feeling')
    return rows.length > 0 && rows
  })
  assert.deepEqual(feelings, [{ step: 'first-week', safe: false, mattered: true }])

  // The bank names an order that it got; another bank's order, or one that nobody has, adds nothing.
  await loop.until(
    'the network knows the victim',
    async () => (await query('select from theft_case where level = 2')).length === 2,
  )
  await send('/case/details/phone', { banks: 'demo-monzo', had: '' }, one)
  await loop.until('Monzo holds', async () =>
    (await desk.actions(one.case)).includes('demo-monzo step-up-account acknowledged'),
  )
  const told = (await tell('demo-monzo', '/_found', { line: '+447700900123', sort: 'fraud', loss: 'more' })) as {
    status: number
  }
  assert.equal(told.status, 201)
  await loop.organisation('other-bank', 'bank')
  const stranger = await loop.staff('other-bank', 'bank', 'stop-fraud')
  const [{ id: order }] = (await query(`select id from action where kind = 'step-up-account'`)) as [{ id: string }]
  const stolen = await fetch(`${loop.origin}/api/harms`, {
    method: 'POST',
    headers: { cookie: stranger.cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ order, sort: 'fraud' }),
  })
  assert.equal(stolen.status, 404)

  assert.match(
    await send('/case/suspicious', { message: `${phish}\nTo: 07700 900124` }, other),
    /We found who or what it points to/,
  )
  await loop.until('the first message is listed', async () => (await query('select from indicator')).length === 3)
  assert.match(await send('/case/suspicious', { message: phish }, one), /Others have told us of the same one/)

  const listed = await loop.until('the link is handed on', async () => {
    const said = await tell('demo-take-down', '/_listed', { host: 'icloud.com.find-id.xyz' })
    return said.listed === true ? said : undefined
  })
  assert.equal(listed.hosts, 1, 'the link alone, once, though two victims got it')

  const look = async (path: string, role: Role, purpose: Purpose) =>
    read(path, (await loop.staff('demo-met', role, purpose)).cookie)
  const page = await look(`/staff/case/${one.case}`, 'detective', 'investigate-crime')
  assert.match(page, /Money was taken or spent: £10,000 or more/)
  assert.match(page, /told by Monzo \(pretend\)/)
  assert.match(page, /How soon to look 6 of 10: somebody wants money.*; £10,000 or more is gone; money was taken/)
  assert.match(page, /Somebody wants money, a code or a password zzqx wants 500 pounds/)
  const officer = await look(`/staff/case/${one.case}`, 'neighbourhood-officer', 'prevent-crime')
  assert.match(officer, /Somebody wants money, a code or a password/)
  assert.doesNotMatch(officer, /zzqx/)

  await loop.until('both messages are listed', async () => (await query('select from indicator')).length === 6)
  const list = await look('/staff/indicators', 'detective', 'investigate-crime')
  assert.match(list, /Link to icloud\[\.\]com\[\.\]find-id\[\.\]xyz 2/)
  assert.match(list, /E-mail from help@find-id\[\.\]xyz 2/)
  assert.match(list, /Text or call from \+447700900777 2/)
  assert.doesNotMatch(list, /900124/, 'a victim’s own number points at nobody')
  assert.equal((await query(`select from audit where act = 'look-at-indicator' and tenant = 'demo-met'`)).length, 3)
  await loop.until(
    'it is counted',
    async () => (await query('select from measured_case where harmed_at is not null')).length === 1,
  )
  const outside = await query(
    `select from event where data::text ~* 'zzqx|find-id|900777' union all select from indicator where mark ~ 'find'`,
  )
  assert.equal(outside.length, 0)
})
