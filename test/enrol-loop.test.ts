import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { lookUp } from '#modules/exhibits/public'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { forgetUnproved } from '../src/modules/register/jobs/forget-unproved.ts'
import { forgetWrongTries } from '../src/modules/register/jobs/forget-wrong-tries.ts'
import {
  askForCard,
  enrol,
  enrolledPhone,
  quietGateway,
  runJobAt,
  sendForm,
  twoDaysAgo,
  untilSeenIn,
  vaultValue,
  vaultValues,
} from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('B60 B78: a card that was enrolled stops the phone in two steps, with the means panic-card at level 1', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await quietGateway(loop)
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  const stopped = await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  assert.equal(stopped.status, 303)
  const { rows } = await loop.until('the handset is blocked', async () => {
    const found = await loop.db.owner.pool.query(
      `select a.state, c.means, c.level, c.imei_keys from action a join theft_case c on a.stream = 'case/' || c.case_id
        where a.kind = 'block-handset' and a.state = 'acknowledged'`,
    )
    return found.rows[0]?.imei_keys.length === 1 && found
  })
  assert.deepEqual(rows, [{ state: 'acknowledged', means: 'panic-card', level: 1, imei_keys: [imei.slice(0, 14)] }])
})

test('B60: the stop word of who proved their number, and all that was typed by who did not, can be read nowhere afterwards', async (t) => {
  const loop = await openLoop(t)
  await quietGateway(loop)
  const word = 'kingfisher'
  const owner = { number: '07700 900123', more: { stopWord: 'KingFisher' } }
  const [{ address: older }, { address, code }] = [await askForCard(loop, owner), await askForCard(loop, owner)]
  assert.match(await (await sendForm(loop, address, { code })).text(), /Your stop word works/)
  const late = await askForCard(loop, { number: '07700 900131', more: { stopWord: word } })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const everything = async () =>
    JSON.stringify([
      await vaultValues(
        loop,
        (await rows('select ref from vault_record')).map(({ ref }) => ref),
      ),
      await rows('select data, owes from event'),
      readdirSync(loop.config.dataDir, { recursive: true, withFileTypes: true }).flatMap((file) =>
        file.isFile() ? [readFileSync(join(file.parentPath, file.name), 'latin1')] : [],
      ),
    ]).toLowerCase()
  const typed = (ticket: string) => vaultValues(loop, [ticket.split('ticket=')[1] ?? ''])
  await loop.until('what was typed is destroyed', async () => (await typed(address)).length === 0)
  assert.equal((await typed(late.address)).length, 1)
  await runJobAt(loop, forgetUnproved, new Date())
  assert.equal((await typed(late.address)).length, 1, 'their code still holds')
  await runJobAt(loop, forgetUnproved, new Date(Date.now() + 21 * 60_000))
  for (const ticket of [older, address, late.address]) assert.deepEqual(await typed(ticket), [])
  assert.ok(!(await everything()).includes(word))
  assert.match(await (await sendForm(loop, late.address, { code: late.code })).text(), /not the code that we sent/)
  const stop = await sendForm(loop, '/stop', { line: '07700 900123', word, method: 'snatch', danger: 'no' })
  assert.equal(stop.status, 303, 'the word itself goes on stopping the phone')

  // To a number that a report stands on nothing is sent, and nothing of what was typed is kept.
  const asked = await sendForm(loop, '/enrol', {
    ...{ line: '07700 900123', name: 'A Name', email: 'a@example.org', trustedName: '', trustedContact: '' },
    ...{ maker: '', mayLocate: 'no', imei: '', stopWord: word },
  })
  assert.equal(asked.status, 303)
  assert.ok(!(await everything()).includes(word))
})

test('USERS 4: of guesses and requests that come at one moment no more are judged or sent than of those that come one by one', async (t) => {
  const loop = await openLoop(t)
  await quietGateway(loop)
  const count = async (type: string) =>
    (await loop.db.owner.pool.query('select from event where type = $1', [type])).rowCount
  const { address, code } = await askForCard(loop, { number: '07700 900123' })
  const guesses = Array.from({ length: 12 }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'))
  const answers = await Promise.all(
    guesses.map(async (guess) => (await sendForm(loop, address, { code: guess })).text()),
  )
  assert.equal(answers.filter((page) => /not the code that we sent/.test(page)).length, 5)
  assert.equal(answers.filter((page) => /Five wrong codes/.test(page)).length, 7)
  assert.match(await (await sendForm(loop, address, { code })).text(), /Five wrong codes/)

  const tries = async () => (await loop.db.owner.pool.query('select from wrong_try')).rowCount
  await runJobAt(loop, forgetWrongTries, new Date(Date.now() + 59 * 60_000))
  assert.notEqual(await tries(), 0)
  await runJobAt(loop, forgetWrongTries, new Date(Date.now() + 61 * 60_000))
  assert.equal(await tries(), 0, 'a try is kept for an hour (docs/dpia.md)')

  const before = (await count('register.enrolment-begun')) ?? 0
  const ask = { line: '07700 900131', name: 'A Name', email: 'a@example.org', trustedName: '', trustedContact: '' }
  const asked = await Promise.all(
    guesses.map(() => sendForm(loop, '/enrol', { ...ask, maker: '', mayLocate: 'no', imei: '', stopWord: '' })),
  )
  assert.ok(asked.every(({ status }) => status === 303))
  assert.equal((await count('register.enrolment-begun')) ?? 0, before + 5)
})

test('USERS 4: a report is taken back by the counter of the line’s own operator, by nobody without a sign-in, and by no other operator', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-o2')] })
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei: '490154203237518' })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  const withdraw = async (cookie?: string) => {
    const sent = await fetch(`${loop.origin}/api/withdrawals`, {
      method: 'POST',
      headers: { ...(cookie && { cookie }), 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify({ line: '07700 900123', why: 'found' }),
    })
    return sent.status
  }
  assert.equal(await withdraw(), 401)
  const other = await loop.staff('demo-o2', 'operator', 'block-handset')
  assert.equal(await withdraw(other.cookie), 404, 'as of a number without a report')
  const own = await loop.staff('demo-ee', 'operator', 'block-handset')
  assert.equal(await withdraw(own.cookie), 201)
  assert.equal(await withdraw(own.cookie), 404, 'no report stands any more')
  await loop.until('every stop is undone', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select count(*)::int as left from action a where a.kind = 'block-handset' and not exists
        (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`,
    )
    return rows[0].left === 0
  })
})

test('USERS 4: five made-up codes from a shared address refuse further wrong ones for an hour, and never a card that was given out', async (t) => {
  const loop = await openLoop(t)
  const { card } = await enrolledPhone(loop, { number: '07700 900123' })
  const tried = async (code: string) => (await sendForm(loop, '/stop', { code, method: 'snatch', danger: 'no' })).text()
  const unknown = showCaseCode(caseCodeOf(new Uint8Array(7)))
  for (let n = 0; n < 5; n++) assert.match(await tried(unknown), /We do not know this card or code/)
  assert.match(await tried(unknown), /Five wrong codes came from here/)
  const cases = async () => (await loop.db.owner.pool.query(`select from event where stream like 'case/%'`)).rowCount
  assert.equal(await cases(), 0)
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  assert.notEqual(await cases(), 0)
  assert.match(await tried(unknown), /Five wrong codes came from here/)
})

test('B64: a buyer’s check of a reported phone is a warning on its case once an hour, no sighting, and says nothing of who asked', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  await untilSeenIn(loop, imei)
  for (let times = 0; times < 2; times++)
    assert.match(await (await sendForm(loop, '/check', { imei })).text(), /Wait before you buy/)
  const heard = await loop.until('its case hears of both', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select from buyer_check')
    if (rowCount) return false
    const { rows } = await loop.db.owner.pool.query(
      `select type, actor, data - 'case' - 'sighting' - 'at' as data from event
        where type in ('register.warning-shown', 'sightings.handset-seen') order by id`,
    )
    return rows
  })
  const by = { actor: 'system:note-buyer-checks', data: { answer: 'wait', to: 'buyer' } }
  assert.deepEqual(heard, [{ type: 'register.warning-shown', ...by }])
})

test('USERS 4: an IMEI that somebody types at enrolment blocks nobody’s phone: the operator says which handset it is', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await quietGateway(loop)
  const victims = '490154203237518'
  const { address, code } = await askForCard(loop, { number: '07700 900131', imei: victims })
  const card = /rb-card__number[^>]*>([0-9A-Z-]{14})</.exec(await (await sendForm(loop, address, { code })).text())?.[1]
  assert.equal((await sendForm(loop, '/stop', { code: card ?? '', method: 'snatch', danger: 'no' })).status, 303)
  const own = subscriberOf('+447700900131').imeis[0]?.slice(0, 14)
  const blocked = await loop.until('a handset is blocked', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select input -> 'imeiKeys' as keys from action where kind = 'block-handset' and state = 'acknowledged'`,
    )
    return rows.length > 0 && rows
  })
  assert.deepEqual(blocked, [{ keys: [own] }])
  const { rows: status } = await loop.db.owner.pool.query(
    `select imei_key, status from imei_status where imei_key = any($1) order by status`,
    [[victims.slice(0, 14), own]],
  )
  assert.deepEqual(status, [
    { imei_key: victims.slice(0, 14), status: 'clear' },
    { imei_key: own, status: 'wait' },
  ])
})

test('B63: a phone that a shop sold to this very number, and that its network has seen the line in, is its owner’s as soon as it is found', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900134', imei })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  const db = loop.db.owner.kysely as unknown as Parameters<typeof lookUp>[0]
  const matched = await loop.until('the case can be matched', async () => {
    const verdict = await lookUp(db, [imei] as never)
    return verdict.state === 'matched' && verdict.case !== undefined && verdict
  })
  assert.equal(matched.state, 'matched')
  const sold = () => loop.db.owner.pool.query('select claim from imei_claim where sold order by claim')
  const { rows: before } = await sold()
  assert.deepEqual(before, [{ claim: `handset/${matched.handset}` }])
  await loop.db.owner.pool.query('update imei_claim set sold = false')
  const migration = readFileSync(new URL('../db/migrations/0025-sold.sql', import.meta.url), 'utf8')
  await loop.db.owner.pool.query(migration.replace(/alter table[^;]*;/, ''))
  assert.deepEqual((await sold()).rows, before, 'what was sold before this was written down is known from the record')
})

test('USERS 4: while the operator knows no handset, a typed IMEI is blocked nowhere, but police who find it see the case', async (t) => {
  const loop = await openLoop(t)
  const imei = '490154203237518'
  const { address, code } = await askForCard(loop, { number: '07700 900132', imei })
  const card = /rb-card__number[^>]*>([0-9A-Z-]{14})</.exec(await (await sendForm(loop, address, { code })).text())?.[1]
  assert.equal((await sendForm(loop, '/stop', { code: card ?? '', method: 'snatch', danger: 'no' })).status, 303)
  const db = loop.db.owner.kysely as unknown as Parameters<typeof lookUp>[0]
  const [row] = await loop.until('the case can be matched', async () => {
    const { rows } = await loop.db.owner.pool.query('select case_id, imei_keys, level from theft_case')
    return rows.length > 0 && rows
  })
  assert.deepEqual([row.imei_keys, row.level], [[], 1])
  const verdict = await lookUp(db, [imei] as never)
  assert.deepEqual(verdict, { state: 'ambiguous', why: 'typed-only', case: row.case_id })
})

test('USERS 4: a thief who enrols the phone in his hand neither ends the owner’s card nor can start the phone with a code of his own', async (t) => {
  const loop = await openLoop(t)
  await quietGateway(loop)
  const number = '07700 900134'
  const owner = await enrolledPhone(loop, { number, imei: '490154203237518', trusted: 'friend@example.org' })
  await twoDaysAgo(loop)
  const thief = await enrol(loop, {
    ...{ number, imei: '352099001761481' }, // an IMEI of nobody: a handset of its own in the register
    ...{ trusted: 'thief@example.org', email: 'other@example.org', more: { language: 'cy' } },
  })
  const { rows: enrolments } = await loop.db.owner.pool.query(
    `select owes, data->'contacts'->>0 as contact from event where type = 'register.handset-enrolled' order by id desc limit 1`,
  )
  const { email, language } = await vaultValue(loop, enrolments[0].contact)
  assert.deepEqual(
    [email, language],
    ['other@example.org', 'cy'],
    'they are written to in the language that they chose',
  )
  const messages = (enrolments[0].owes as { input: { message: string } }[]).map(({ input }) => input.message)
  const told = await Promise.all(messages.map((message) => vaultValue(loop, message)))
  assert.deepEqual(
    told.map(({ to }) => to),
    ['thief@example.org', 'a@example.org', 'friend@example.org'],
  )
  assert.ok(told.slice(1).every(({ text }) => /made a new Ringback card/.test(String(text))))

  const stop = (code: string) => sendForm(loop, '/stop', { code, method: 'snatch', danger: 'no' })
  assert.equal((await stop(owner.card)).status, 303)
  const start = async (code: string) => (await sendForm(loop, '/found', { why: 'found', code })).text()
  assert.match(await start(thief.trustedCode), /This code was not a day old/)
  assert.match(await start(owner.trustedCode), /A newer code was made for this phone/)
  const conflicts = await loop.until('a person is asked', async () => {
    const { rows } = await loop.db.owner.pool.query(`select data from event where type = 'reports.conflict-found'`)
    return rows.length > 0 && rows.map(({ data }) => data.conflict)
  })
  assert.deepEqual(conflicts, ['contacts-changed'])
  const { rowCount } = await loop.db.owner.pool.query(`select from event where type = 'reports.report-withdrawn'`)
  assert.equal(rowCount, 0)

  await loop.db.owner.pool.query(`update stop_secret set until = now() where until is not null`)
  assert.match(await (await stop(owner.card)).text(), /We do not know this card or code/)
})

test('USERS 4: whom the owner trusts is told of a report, in words that name no crime; in safe mode nobody is', async (t) => {
  const loop = await openLoop(t)
  await quietGateway(loop)
  const query = (sql: string) => loop.db.owner.pool.query(sql)
  for (const number of ['07700 900134', '07700 900145'])
    await enrolledPhone(loop, { number, trusted: '07700 900888', email: 'owner@example.org' })
  await query(`update enrolment set at = at - interval '2 days'`)
  await query(`update organisation set sort = 'gateway' where slug = 'demo-texts'`)
  const report = (line: string, safe: string) =>
    sendForm(loop, '/report', { line, method: 'snatch', place: '', danger: 'no', safe })
  assert.equal((await report('07700 900145', 'yes')).status, 200)
  assert.equal((await report('07700 900134', '')).status, 200)
  const owed = await loop.until('both cases have been told', async () => {
    const { rows } = await query(
      `select e.data ->> 'template' as template, e.data ->> 'channel' as channel, e.data ->> 'message' as message,
          (c.data ->> 'safeMode')::boolean as safe
        from event e join event c on c.stream = e.stream and c.version = 1
        where e.type = 'victims.message-owed' order by 4, 1`,
    )
    return rows.filter(({ template }) => template === 'was-this-you').length === 2 && rows
  })
  assert.deepEqual(
    owed.map(({ template, channel, safe }) => [template, channel, safe]),
    [
      ['their-phone', 'text', false],
      ['was-this-you', 'email', false],
      ['was-this-you', 'page', true],
    ],
  )
  const { to, text } = await vaultValue(loop, owed[0].message)
  assert.equal(to, '+447700900888')
  assert.match(String(text), /^Ringback\. On .* we were asked to stop a phone you know/)

  // When a report is taken back they are told of that too, so that no thief does it unseen.
  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const { rows: cases } = await query('select distinct case_id from open_case')
  for (const { case_id: theft } of cases) {
    const undo = { theft, why: 'found', checked: 'yes' }
    assert.equal((await sendForm(loop, '/staff/undo', undo, { cookie: desk.cookie })).status, 303)
  }
  const back = await loop.until('both ends have been told', async () => {
    const { rows } = await query(
      `select e.data ->> 'template' as template, e.data ->> 'message' as message,
          (c.data ->> 'safeMode')::boolean as safe
        from event e join event c on c.stream = e.stream and c.version = 1
        where e.type = 'victims.message-owed' and e.data ->> 'template' in ('withdrawn', 'their-phone-back') order by 3, 1`,
    )
    return rows.filter(({ template }) => template === 'withdrawn').length === 2 && rows
  })
  assert.deepEqual(
    back.map(({ template, safe }) => [template, safe]),
    [
      ['their-phone-back', false],
      ['withdrawn', false],
      ['withdrawn', true],
    ],
  )
  const lifted = await vaultValue(loop, back[0].message)
  assert.equal(lifted.to, '+447700900888')
  assert.match(String(lifted.text), /^Ringback\. Since .* the stops on a phone you know are lifted/)

  // Where police have seen who it is, the code of whoever is trusted ends nothing, and they are not told that it does.
  await loop.organisation('demo-met', 'force')
  await enrolledPhone(loop, { number: '07700 900156', trusted: '07700 900888' })
  await query(`update enrolment set at = at - interval '2 days' where at > now() - interval '1 day'`)
  const officer = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const told = { line: '07700 900156', lineAgain: '07700 900156', method: 'snatch', vouched: 'officer-present' }
  assert.equal((await sendForm(loop, '/staff/report', told, { cookie: officer.cookie })).status, 200)
  const looked = await loop.until('whom they trust is told', async () => {
    const { rows } = await query(
      `select data ->> 'message' as message from event
        where type = 'victims.message-owed' and data ->> 'template' = 'their-phone' order by id`,
    )
    return rows.length === 2 && rows[1]
  })
  assert.match(String((await vaultValue(loop, looked.message)).text), /Its owner ends it in a shop of their network/)
})
