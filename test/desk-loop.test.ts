import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { letFail, reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop, type Simulator } from './support/loop.ts'

/** Its client signs by the real clock, so it checks by that too. */
const startTexts: Simulator = (place) => startNotify({ ...place, now: () => new Date() })
const hour = 3_600_000
const plain = 'We asked the shop for its film. We write to you again this week.'

const opened = async (loop: Loop, path: string, cookie: string) => {
  const answer = await fetch(loop.origin + path, { headers: { cookie } })
  return { status: answer.status, says: wordsOf(await answer.text()).replaceAll('’', "'") }
}
const read = async (loop: Loop, path: string, cookie: string) => (await opened(loop, path, cookie)).says
const send = (loop: Loop, path: string, form: Record<string, string>, cookie: string) =>
  sendForm(loop, path, form, { cookie })

/** Sends words to a victim from a page that was opened just before, or from one that saw less: `seen`. */
const writeTo = async (loop: Loop, path: string, form: Record<string, string>, cookie: string, seen?: string) =>
  send(loop, path, { ...form, seen: seen ?? (await seenOn(loop, path, cookie)) }, cookie)

const seenOn = async (loop: Loop, path: string, cookie: string) =>
  /name="seen" value="(\d+)"/.exec(await (await fetch(loop.origin + path, { headers: { cookie } })).text())?.[1] ?? ''

/** A desk with a clock that can be put forward, two officers and a victim whose network knows them and who can be written to. */
async function openDesk(t: Parameters<typeof openLoop>[0], line: string) {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces, startTexts], now })
  const query = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  const victim = await reportFromBorrowedPhone(loop, line)
  const mail = `victim${line.slice(-3)}@example.org`
  await send(loop, '/case/details/contact', { contact: mail, alone: 'yes' }, victim.cookie)
  await loop.until(
    'the network knows the victim',
    async () => (await query('select from theft_case where level = 2')).length,
  )
  const officer = async () => (await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')).cookie
  const told = (says: RegExp) =>
    loop.until(`the victim is told ${says}`, async () =>
      (await sentBy(loop)).some((one) => one.to === mail && says.test(one.text)),
    )
  const queue = (cookie: string, says: RegExp) =>
    loop.until(`the queue says ${says}`, async () => says.test(await read(loop, '/staff/cases', cookie)))
  return { clock, loop, query, victim, mail, officer, told, queue }
}

test('B44 B52: what a victim writes is at the desk at once; the answer is read on the page alone, in plain words and by whoever asked', async (t) => {
  const { loop, query, victim, officer, told, queue } = await openDesk(t, '07700 900131')
  const desk = await officer()
  const at = `/staff/case/${victim.case}`
  assert.equal((await send(loop, '/case/write', { words: '  ' }, victim.cookie)).status, 200)
  assert.equal((await send(loop, '/case/write', { words: 'Is the zebra shop closed?' }, victim.cookie)).status, 303)
  await queue(desk, /The victim wrote to you/)
  assert.match(await read(loop, '/case', victim.cookie), /You wrote to us\. A person answers by/)
  assert.match(await read(loop, `${at}/answer`, desk), /zebra shop/)
  assert.match(await read(loop, at, desk), /zebra shop/)

  const refused = async (words: string, says: RegExp) => {
    const answer = await send(loop, `${at}/answer`, { words }, desk)
    assert.equal(answer.status, 200)
    assert.match(wordsOf(await answer.text()), says)
  }
  await refused('Please look at www.ringback.example today.', /nothing of ours holds a link/)
  await refused('Tell us your password, so that we can look.', /thieves write like that/)
  await refused('Call us on 020 7946 0123 about your phone.', /Take out the long number/)
  const hard =
    'Notwithstanding considerable investigatory difficulties, identification remains exceptionally improbable, and no further communication is anticipated.'
  await refused(hard, /hard to read \(grade \d+.*Send it as it is/)
  assert.deepEqual(await query(`select from event where type = 'victims.answer-given'`), [])

  // What is written while the answer is, is not answered by it: it stays in the queue, by its own time.
  const seen = await seenOn(loop, `${at}/answer`, desk)
  assert.equal((await send(loop, '/case/write', { words: 'And the rabbit shop?' }, victim.cookie)).status, 303)
  assert.equal((await writeTo(loop, `${at}/answer`, { words: plain }, desk, seen)).status, 303)
  await told(/we answered what you wrote/)
  const waits = () => query(`select since from desk_item where item = $1`, [`message/${victim.case}`])
  const wrote = await query(
    `select at from event where stream = $1 and type = 'victims.victim-wrote' order by version`,
    [`case/${victim.case}`],
  )
  await loop.until('the second waits by its own time', async () => {
    const [row] = await waits()
    return row && new Date(row.since).getTime() === new Date(wrote[1].at).getTime()
  })
  assert.match(await read(loop, at, desk), /rabbit shop/)
  assert.match(await read(loop, '/case', victim.cookie), /You wrote to us\. A person answers by/)
  assert.equal((await writeTo(loop, `${at}/answer`, { words: plain }, desk)).status, 303)
  assert.ok((await sentBy(loop)).every(({ text }) => !text.includes('its film')))
  const page = await read(loop, '/case/write', victim.cookie)
  assert.match(page, /We asked the shop for its film/)
  assert.doesNotMatch(page, /zebra/, 'what was asked is never shown again')
  assert.doesNotMatch(await read(loop, '/case', victim.cookie), /its film|zebra|A person answers by/)
  await loop.until(
    'nothing waits for an answer',
    async () => !/wrote to you/.test(await read(loop, '/staff/cases?only=message', desk)),
  )
  assert.match(await read(loop, '/staff/workload', desk), /The victim wrote to you 2 100 in 100/)

  // In safe mode no screen of the police shows the words, and the answer is for the code that asked.
  const safe = await reportFromBorrowedPhone(loop, '07700 900132', { safe: 'yes' })
  await send(loop, '/case/write', { words: 'He is at home at zebra hour' }, safe.cookie)
  const hidden = `/staff/case/${safe.case}`
  await loop.until(
    'it is in the queue',
    async () => (await query(`select from desk_item where item = $1`, [`message/${safe.case}`])).length,
  )
  for (const path of [hidden, `${hidden}/answer`]) {
    const says = await read(loop, path, desk)
    assert.match(says, /Safe mode/)
    assert.doesNotMatch(says, /zebra/)
  }
  await writeTo(loop, `${hidden}/answer`, { words: plain }, desk)
  assert.match(await read(loop, '/case/write', safe.cookie), /its film/)
  const another = await reportFromBorrowedPhone(loop, '07700 900132')
  assert.doesNotMatch(await read(loop, '/case/write', another.cookie), /its film/)

  const other = (await loop.staff('demo-city', 'detective', 'investigate-crime')).cookie
  const stranger = (await loop.staff('demo-btp', 'transport-officer', 'respond-to-theft')).cookie
  assert.equal((await opened(loop, `${at}/answer`, other)).status, 403)
  assert.equal((await opened(loop, `${at}/answer`, stranger)).status, 403)
  // Detectives look across forces; what another force handles they change nowhere.
  assert.equal((await opened(loop, at, other)).status, 200)
  const undo = { theft: victim.case, why: 'found', checked: 'yes' }
  const settled = { stands: 'yes', reason: 'both-asked' }
  for (const [path, form] of [
    ['/staff/undo', undo],
    ['/staff/safe-mode', { theft: victim.case, vouched: 'number' }],
    [`/staff/conflicts/${victim.case}/second-claimant`, settled],
  ] as const)
    assert.ok([403, 404].includes((await send(loop, path, form, other)).status), path)
  assert.match(await read(loop, '/staff/cases', stranger), /Nothing waits/)
})

test('B44 B49: a case closes with a reason alone; the end is challenged, answered by somebody else, and open again', async (t) => {
  const { loop, query, victim, officer, told, queue } = await openDesk(t, '07700 900133')
  const [closer, other] = [await officer(), await officer()]
  const at = `/staff/case/${victim.case}`
  const none = await send(loop, `${at}/close`, { words: plain }, closer)
  assert.match(wordsOf(await none.text()), /Choose why the case ends/)
  assert.equal((await send(loop, '/case/challenge', { words: 'Look again' }, victim.cookie)).status, 200)
  assert.deepEqual(await query(`select from event where type ~ 'closed|challenged'`), [])

  assert.equal((await writeTo(loop, `${at}/close`, { because: 'nobody-found', words: plain }, closer)).status, 303)
  await told(/The reason, and how to challenge it, is on your case page/)
  const ended = await read(loop, '/case', victim.cookie)
  assert.match(ended, /could not find out who took your phone.*ask us to look again until/)
  assert.match(await read(loop, '/case/write', victim.cookie), /Your case has ended.*its film/)

  assert.equal((await send(loop, '/case/challenge', { words: 'I know a zebra witness' }, victim.cookie)).status, 303)
  assert.match(
    await read(loop, '/case/challenge', victim.cookie),
    /Somebody else than before looks at your case, and answers by/,
  )
  await queue(other, /The victim challenges the end/)
  assert.match(await read(loop, `${at}/challenge`, other), /zebra witness/)
  const own = await send(loop, `${at}/challenge`, { stands: 'yes', words: plain }, closer)
  assert.match(wordsOf(await own.text()), /You closed this case, so somebody else must look again/)
  assert.equal(
    (
      await send(
        loop,
        `${at}/challenge`,
        { stands: 'yes', words: 'It was right to close it. We have no film of that day.' },
        other,
      )
    ).status,
    303,
  )
  await told(/we answered what you wrote to us.*look again until/)
  assert.match(await read(loop, '/case/write', victim.cookie), /no film of that day/)
  assert.match(
    await read(loop, '/case', victim.cookie),
    /ask us to look again until.*Somebody else looked at your case again\. It stays closed/,
  )
  assert.equal((await send(loop, '/case/challenge', { words: 'There is another witness' }, victim.cookie)).status, 303)
  assert.equal((await send(loop, `${at}/challenge`, { stands: 'no', words: plain }, other)).status, 303)
  await told(/Your case is open again/)
  const open = await read(loop, '/case', victim.cookie)
  assert.match(open, /By .* we tell you how things stand/)
  assert.match(open, /Your case is open again\. Somebody looks at it anew/)
  await loop.until(
    'the case holds its number again',
    async () => (await query('select from open_case where case_id = $1', [victim.case])).length,
  )
  const blocked = await query(`select kind from action where stream = $1 and kind ~ '^(un|release|restore)'`, [
    `case/${victim.case}`,
  ])
  assert.deepEqual(blocked, [], 'nothing was started by closing it, or by opening it again')
})

test('B03 B44 B49 B80: whoever leads is warned before anything is late, and what was late is counted from the record', async (t) => {
  const { clock, loop, query, victim, officer, queue } = await openDesk(t, '07700 900134')
  await send(loop, '/case/write', { words: 'Any news?' }, victim.cookie)
  const item = `message/${victim.case}`
  const noted = async (type: string) =>
    (await query(`select data->>'due' as due from event where type = $1 and data->>'item' = $2`, [type, item])).length
  await loop.until('it waits', async () => (await query('select from desk_item where item = $1', [item])).length)
  clock.ahead = 17 * hour
  await loop.until(
    'the update was told',
    async () => (await query('select from desk_item where item = $1 and warn_at is not null', [item])).length,
  )
  assert.equal(await noted('victims.clock-near'), 0)
  clock.ahead = 19 * hour
  await loop.until('a person is warned', async () => (await noted('victims.clock-near')) === 1)
  assert.equal(await noted('victims.clock-missed'), 0)
  await queue(await officer(), /1 soon.*The victim wrote to you/)
  clock.ahead = 25 * hour
  await loop.until('it is counted', async () => (await noted('victims.clock-missed')) === 1)
  const desk = await officer()
  const says = await read(loop, '/staff/cases', desk)
  assert.match(says, /[12] late/)
  assert.match(await read(loop, '/staff', desk), /[12] late/)
  assert.match(await read(loop, '/staff/workload', desk), /The victim wrote to you 0 0 in 100 none 1/)
  // The browser's pass has run out long ago: code and word open the case again.
  const again = await send(loop, '/case', { code: victim.code, word: victim.word }, '')
  const cookie = (again.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  assert.match(await read(loop, '/case', cookie), /We are late with something that we owe you/)
  await writeTo(loop, `/staff/case/${victim.case}/answer`, { words: plain }, desk)
  await loop.until(
    'it is done',
    async () => (await query('select from desk_item where item = $1', [item])).length === 0,
  )
  assert.match(await read(loop, '/staff/workload', desk), /The victim wrote to you 1 0 in 100/)
  // It left the published path, and stays there with its reason (B49).
  const late = await read(loop, '/staff/deviations', desk)
  assert.match(late, /With something late in 28 days 1.*The victim wrote to you.*No reason/)
  const [{ due }] = await query(`select due from desk_deviation where item = $1`, [item])
  const because = { item, due: new Date(due).toISOString() }
  await send(loop, '/staff/deviations', { ...because, reason: 'too-many-cases' }, desk)
  await loop.until('it has a reason', async () => {
    return /Why: We had too many cases/.test(await read(loop, '/staff/deviations', desk))
  })
  // Two are listed: what is wrong with the form of one is said at that one.
  await query(
    `insert into desk_deviation select 'message/' || gen_random_uuid(), due, case_id, owner, sort, missed_at, null from desk_deviation
     where item = $1`,
    [item],
  )
  const wrong = await (await send(loop, '/staff/deviations', { ...because, reason: '' }, desk)).text()
  const [at, more] = wrong.split('<form').filter((form) => form.includes('id="reason-error"'))
  assert.ok(at?.includes(`value="${item}"`) && at.includes('id="reason"') && more === undefined, at)
  const other = { ...because, due: new Date(Date.parse(because.due) + 1000).toISOString(), reason: 'overlooked' }
  assert.equal((await send(loop, '/staff/deviations', other, desk)).status, 404)
  assert.equal(await noted('victims.clock-near'), 1)
  assert.equal(await noted('victims.clock-missed'), 1)
})

test('B43 B49 B51: a decision is told at once and never in a preview; who looks after the case is named as they chose; notes are for officers', async (t) => {
  const { loop, query, victim, mail, officer, told } = await openDesk(t, '07700 900135')
  const desk = await officer()
  const at = `/staff/case/${victim.case}`
  const api = (body: object, cookie: string) =>
    fetch(`${loop.origin}/api/cases/${victim.case}/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: loop.config.publicUrl, cookie },
      body: JSON.stringify(body),
    })
  const decidedAt = new Date(Date.now() - 60_000).toISOString()
  assert.equal((await api({ decision: 'charged', decidedAt }, desk)).status, 202)
  assert.equal((await api({ decision: 'charged', decidedAt }, desk)).status, 202, 'sent again, it is one decision')
  assert.equal(
    (await api({ decision: 'charged', decidedAt: new Date(Date.now() + hour).toISOString() }, desk)).status,
    422,
  )
  assert.equal(
    (await send(loop, `${at}/decision`, { decision: 'bail-changed', hours: '2', enhanced: 'yes' }, desk)).status,
    303,
  )
  await told(/a person must go to court for it/)
  await told(/rules changed for somebody in your case/)
  const sent = (await sentBy(loop)).filter(({ to }) => to === mail)
  assert.ok(sent.every(({ subject = '' }) => !/court|bail|charge/i.test(subject)))
  const says = await read(loop, '/case', victim.cookie)
  assert.match(says, /Somebody is taken to court for this/)
  await loop.until(
    'both are told',
    async () => (await query(`select from desk_done where sort = 'decision' and done_at <= due`)).length === 2,
  )
  const dues = await query(
    `select data->>'due' as due, data->>'enhanced' as enhanced from event where type = 'victims.decision-recorded'`,
  )
  assert.equal(dues.length, 2)

  await send(loop, `${at}/note`, { note: 'The zebra shop has a camera' }, desk)
  await send(loop, `${at}/officer`, { do: 'take', name: 'Officer Blue' }, desk)
  assert.match(
    await read(loop, at, await officer()),
    /Notes: for officers alone The zebra shop.*Another officer looks after|Another officer looks after.*zebra shop/,
  )
  const own = await read(loop, '/case', victim.cookie)
  assert.match(own, /Officer Blue looks after it/)
  const times = (page: string) => Number(/The police have looked at your case (\d+) times, last today/.exec(page)?.[1])
  const before = times(own)
  await loop.organisation('corner-shop', 'dealer')
  for (const [tenant, subject] of [
    ['corner-shop', victim.case], // wrote a report down for somebody
    ['demo-met', randomUUID()], // another case
  ])
    await query(
      `insert into audit (tenant, actor, purpose, act, record, subject, owner, request)
       values ($1, 'staff:somebody', 'respond-to-theft', 'look', 'case', $2, $1, gen_random_uuid())`,
      [tenant, `case/${subject}`],
    )
  assert.equal(times(await read(loop, '/case', victim.cookie)), before)
  await read(loop, at, desk)
  assert.equal(times(await read(loop, '/case', victim.cookie)), before + 1)
  for (const path of ['/case', '/case/write']) assert.doesNotMatch(await read(loop, path, victim.cookie), /zebra/)
  const words = JSON.stringify(await query('select data from event'))
  assert.doesNotMatch(words, /zebra|Officer Blue/)
  await send(loop, `${at}/officer`, { do: 'give-back', name: '' }, desk)
  assert.doesNotMatch(await read(loop, '/case', victim.cookie), /Officer Blue/)

  // A message that did not arrive stays until a person says what they did.
  await letFail(loop, 'lost@example.org')
  await send(loop, '/case/details/contact', { contact: 'lost@example.org', alone: 'yes' }, victim.cookie)
  await loop.until('it is on the list', async () =>
    /lost|does not exist/.test(await read(loop, '/staff/messages', desk)),
  )
  const [failed] = await query(`select action from message_failed`)
  assert.equal((await send(loop, `${at}/message/${failed.action}`, { how: 'reached' }, desk)).status, 303)
  await loop.until('it is off the list', async () => (await query('select from message_failed')).length === 0)
  assert.match(
    wordsOf(await (await send(loop, `${at}/message/${failed.action}`, { how: 'reached' }, desk)).text()),
    /somebody has dealt with it/,
  )
})
