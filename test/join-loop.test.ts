import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { type ImeiStatus, statusOf } from '#modules/register/public'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm, untilSeenIn } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
const page = async (loop: Loop, address: string, cookie: string) =>
  fetch(`${loop.origin}${address}`, { headers: { cookie }, redirect: 'manual' })

test('USERS 4: who joins a case by a bare number sees nothing of it, writes nothing into it, and lowers nothing', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  await loop.until('the victim is known, and the phone blocked', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select from theft_case c join action a on a.stream = 'case/' || c.case_id
        where c.level = 2 and a.kind = 'block-handset' and a.state = 'acknowledged'`,
    )
    return rows.length === 2
  })
  const state = async () =>
    (await loop.db.owner.pool.query(`select level, means, until, imei_keys, conflicts, ended from theft_case`)).rows
  const types = async () =>
    (
      await loop.db.owner.pool.query(`select type from event where stream = $1 order by version`, [
        `case/${victim.case}`,
      ])
    ).rows.map(({ type }) => type as string)
  const [before, known] = [await state(), await types()]
  const joiner = cookieOf(
    await sendForm(loop, '/report', { line: '07700 900123', method: 'robbery', place: 'Oxford Circus' }),
  )
  const receipt = wordsOf(await (await page(loop, '/report/receipt', joiner)).text())
  assert.doesNotMatch(receipt, /EE \(pretend\)|Three \(pretend\)/)
  assert.ok(!receipt.includes(victim.code) && !receipt.includes(victim.word))
  for (const address of ['', '/where', '/phone', '/who', '/contact'].map((one) => `/case/details${one}`)) {
    const shown = await page(loop, address, joiner)
    assert.deepEqual([shown.status, shown.headers.get('location')], [303, '/case'], address)
  }
  assert.equal((await page(loop, '/case/live', joiner)).status, 404)
  assert.match(wordsOf(await (await page(loop, '/demo', joiner)).text()), /Block it now/)
  for (const [address, form] of [
    ['/case/details/contact', { contact: 'thief@example.org', alone: 'yes' }],
    ['/case/details/where', { place: 'Soho', when: '' }],
    ['/case/details/who', { who: 'a red coat' }],
    ['/case/details/phone', { had: 'my bank' }],
  ] as const) {
    const sent = await sendForm(loop, address, { ...form }, { cookie: joiner })
    assert.deepEqual([sent.status, sent.headers.get('location')], [303, '/case'], address)
  }
  const added = (await types()).slice(known.length).filter((type) => type.startsWith('reports.'))
  assert.deepEqual(added, ['reports.report-joined'])
  assert.ok(!(await types()).includes('victims.contact-given'))
  assert.deepEqual(await state(), before)
})

test('USERS 4, stalking: whoever says a number and nothing more cannot tell whether it was reported, by words, by the cookie’s length or by what the code opens', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const { card } = await enrolledPhone(loop, { number: '07700 900127' })
  const safe = await sendForm(loop, '/report', { line: '07700 900128', method: 'snatch', safe: 'yes' })
  assert.equal(safe.status, 200)
  const masked = (html: string) =>
    wordsOf(html)
      .replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'CODE')
      .replace(/Your word \w+/, 'Your word WORD')
  const seenBy = async (line: string) => {
    const first = await sendForm(loop, '/report', { line, method: 'snatch' })
    const asked = masked(await first.text())
    const skipped = await sendForm(loop, '/report/who', { token: '', skip: 'yes' }, { cookie: cookieOf(first) })
    const cookie = cookieOf(skipped)
    const receipt = masked(await (await page(loop, '/report/receipt', cookie)).text())
    const own = masked(await (await page(loop, '/case', cookie)).text())
    const details = (await page(loop, '/case/details', cookie)).headers.get('location')
    return { asked, receipt, own, details, lengths: [cookieOf(first).length, cookie.length] }
  }
  const [none, hers] = [await seenBy('07700 900129'), await seenBy('07700 900128')]
  assert.deepEqual(hers, none)
  assert.match(none.receipt, /We have your report.*CODE.*WORD.*It stops no calls yet/)
  assert.match(none.own, /A number alone stops no calls/)

  // Whoever is the first to show more has the case: the other's code opens no more of it. A card that comes second says what it asked for.
  const first = await sendForm(loop, '/report', { line: '07700 900127', method: 'snatch' })
  const wrong = { token: '', skip: '', name: 'Nobody At All', born: '1 1 1970', postcode: '' }
  const bare = cookieOf(await sendForm(loop, '/report/who', wrong, { cookie: cookieOf(first) }))
  const shown = async (address: string, cookie: string) => masked(await (await page(loop, address, cookie)).text())
  const ownAnswer = await loop.until('their network says no', async () => {
    const text = await shown('/report/receipt?look=8', bare)
    return text.includes('could not tell that it is you') && text
  })
  assert.match(ownAnswer, /Ask if it is you/)
  const stop = async () => cookieOf(await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' }))
  const [owner, later] = [await stop(), await stop()]
  await loop.until('the view has followed', async () => {
    const { rows } = await loop.db.owner.pool.query('select from theft_case where level = 1')
    return rows.length === 1
  })
  assert.match(await shown('/report/receipt', owner), /CODE.*see your case.*What you asked for holds until/)
  assert.match(
    await shown('/report/receipt', later),
    /We have your report.*was reported before.*What you asked for holds until/,
  )
  assert.doesNotMatch(await shown('/report/receipt', later), /CODE|EE \(pretend\)|stops no calls/)
  assert.equal(await shown('/report/receipt?look=8', bare), ownAnswer, 'what they asked themselves, and nothing more')
  assert.doesNotMatch(ownAnswer, /Stop calls|Let nobody|What happened/)
  assert.doesNotMatch(await shown('/case', bare), /EE|What happened/)
  assert.equal((await page(loop, '/case/details', bare)).headers.get('location'), '/case')
})

test('B07: no second report by another channel makes a case weaker, or lets it end sooner', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900124', imei })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const officer = {
    line: '07700 900124',
    lineAgain: '07700 900124',
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
  }
  assert.equal((await sendForm(loop, '/staff/report', officer, { cookie })).status, 200)
  const row = () =>
    loop.until('the case can be listed', async () => {
      const { rows } = await loop.db.owner.pool.query(`select level, means, until, imei_keys from theft_case`)
      return rows.length === 1 && rows[0].imei_keys.length === 1 && rows[0]
    })
  const before = await row()
  assert.deepEqual([before.level, before.until], [2, null])
  const db = loop.db.owner.kysely as unknown as Kysely<ImeiStatus>
  const key = imei.slice(0, 14) as never
  assert.equal(await statusOf(db, key), 'stolen')
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  assert.equal((await sendForm(loop, '/report', { line: '07700 900124', method: 'snatch' })).status, 200)
  await loop.until('both have joined', async () => {
    const { rows } = await loop.db.owner.pool.query(`select from event where type = 'reports.report-joined'`)
    return rows.length === 2
  })
  assert.deepEqual(await row(), before)
  assert.equal(await statusOf(db, key), 'stolen')
})

test('a case that has ended takes no more details, and what its page still shows says that it has ended', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const victim = await reportFromBorrowedPhone(loop, '07700 900125')
  const counter = await loop.staff('demo-ee', 'operator', 'block-handset')
  const sent = await fetch(`${loop.origin}/api/withdrawals`, {
    method: 'POST',
    headers: { cookie: counter.cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ line: '07700 900125', why: 'found' }),
  })
  assert.equal(sent.status, 201)
  const form = { place: 'Oxford Circus', when: '' }
  assert.equal((await sendForm(loop, '/case/details/where', form, { cookie: victim.cookie })).status, 409)
  const contact = { contact: 'a@example.org', alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', contact, { cookie: victim.cookie })).status, 409)
  const { rows } = await loop.db.owner.pool.query(
    `select type from event where type in ('reports.details-added', 'victims.contact-given')`,
  )
  assert.deepEqual(rows, [])
})

test('a “wait” after a lapsed “stolen” counts again for a buyer', async (t) => {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')], now })
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900126', imei })
  await loop.db.owner.pool.query(
    `update imei_status set status = 'stolen', case_id = gen_random_uuid(), until = now() - interval '1 minute'`,
  )
  const db = loop.db.owner.kysely as unknown as Kysely<ImeiStatus>
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  await untilSeenIn(loop, imei)
  assert.equal(await statusOf(db, imei.slice(0, 14) as never), 'wait')
})

test('who said their name and then shows themselves to the police has what the receipt promised: nothing lapses any more', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  await reportFromBorrowedPhone(loop, '07700 900128')
  await loop.organisation('demo-met', 'force')
  const row = async () =>
    (await loop.db.owner.pool.query(`select level, means, until, imei_keys, conflicts from theft_case`)).rows[0]
  const byName = await loop.until('the network has said yes', async () => {
    const found = await row()
    return found?.level === 2 && found
  })
  assert.equal(byName.means, 'operator-knowledge')
  assert.ok(byName.until)
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const seen = {
    line: '07700 900128',
    lineAgain: '07700 900128',
    method: 'robbery',
    vouched: 'officer-present',
    place: '',
  }
  assert.equal((await sendForm(loop, '/staff/report', seen, { cookie })).status, 200)
  await loop.until('nothing lapses any more', async () => (await row()).until === null)
  const { level, means } = await row()
  assert.ok(level >= 2)
  assert.notEqual(means, 'operator-knowledge')
})

test('another number that an officer reads from the box is the phone; of what is documented further a person decides', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const report = async (imei: string) => {
    const said = {
      line: '07700 900129',
      lineAgain: '07700 900129',
      method: 'snatch',
      vouched: 'officer-present',
      place: '',
    }
    const answer = await sendForm(loop, '/staff/report', { ...said, imeis: imei }, { cookie })
    assert.equal(answer.status, 200, wordsOf(await answer.clone().text()))
  }
  const row = async () =>
    (await loop.db.owner.pool.query(`select case_id, level, imei_keys, conflicts from theft_case`)).rows[0]
  const [wrong, right] = ['490154203237518', '359214070000009']
  const keyed = (imei: string) => imei.slice(0, 14)
  const names = (imei: string) =>
    loop.until(`${imei} is the phone`, async () => (await row())?.imei_keys.join() === keyed(imei))
  await report(wrong)
  await names(wrong)
  assert.equal((await row()).level, 2)
  await report(right)
  await names(right)
  const { rows: freed } = await loop.db.owner.pool.query(`select 1 from open_case where subject = $1`, [keyed(wrong)])
  assert.deepEqual(freed, [], 'the mistyped one is let go')
  await loop.db.owner.pool.query('update theft_case set level = 4')
  await report(wrong)
  const { case_id } = await row()
  await loop.until('a person is called', async () => {
    const { rows } = await loop.db.owner.pool.query(`select conflict from case_conflict where case_id = $1`, [case_id])
    return rows.some(({ conflict }) => conflict === 'suspected-clone')
  })
  assert.deepEqual((await row()).imei_keys, [keyed(right)])
})
