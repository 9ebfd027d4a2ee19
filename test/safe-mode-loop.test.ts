import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Purpose, Role } from '#http'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, sentBy, stopAndOpen, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { handsetsOn, keptTwoDaysAgo, minePage, ticketOn } from './support/mine.ts'

const where = 'Zzqx Street'

test('USERS 4, stalking: a second report switches safe mode on; only a trained person reads the case, and ends it so that nobody is told', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  await loop.organisation('demo-met', 'force')
  const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  const first = await reportFromBorrowedPhone(loop, '07700 900121', { place: where })
  await sendForm(loop, '/case/details/contact', { contact: 'holder@example.org', alone: 'yes' }, first)
  // Their case opened with the network's yes, so how many of its messages are after that is not always the same: all that is owed has gone.
  await loop.until('the account holder was written to', async () => {
    const left = await rows(`select from action where kind like 'send-%' and state = 'owed' union all select from owed`)
    return (await sentBy(loop)).length > 0 && left.length === 0
  })

  // The case is the force's: the public has no staff who could look.
  await rows(`update theft_case set force = 'demo-met'`)
  const again = {
    line: '07700 900121',
    lineAgain: '07700 900121',
    method: 'snatch',
    vouched: 'police-handler',
    place: '',
    imeis: '',
    safe: 'yes',
  }
  const desk = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  assert.equal((await sendForm(loop, '/staff/report', again, { cookie: desk.cookie })).status, 200)
  await loop.until('safe mode is on, and a doubt calls somebody', async () => {
    const [row] = await rows('select safe_mode, conflicts from theft_case')
    return row.safe_mode && row.conflicts.includes('domestic-abuse')
  })
  // Nobody knows which code of before is with whom they fear: none is written to, and whoever was checked gets a new one.
  const named = { contact: 'safe@example.org', alone: 'yes' }
  const before = await sendForm(loop, '/case/details/contact', named, { cookie: first.cookie })
  assert.match(wordsOf(await before.text()), /With this code we write to nobody/)
  const unsaid = wordsOf(
    await (await sendForm(loop, '/staff/safe-mode', { theft: first.case }, { cookie: desk.cookie })).text(),
  )
  assert.match(unsaid, /Choose how you know who they are/)
  const asked = { theft: first.case.slice(0, 8), vouched: 'police-handler' }
  const read = wordsOf(await (await sendForm(loop, '/staff/safe-mode', asked, { cookie: desk.cookie })).text())
  const [, code = '', word = ''] = /Code: ([0-9A-Z-]{14}).*?Word: ([a-z]+)/.exec(read) ?? []
  const opened = await sendForm(loop, '/case', { code, word })
  assert.equal(opened.status, 303, read)
  const own = (opened.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  assert.equal((await sendForm(loop, '/case/details/contact', named, { cookie: own })).status, 303)
  await loop.until('they are written to', async () => (await sentBy(loop)).some(({ to }) => to === 'safe@example.org'))
  const says = async (path: string, cookie: string) =>
    wordsOf(await (await fetch(loop.origin + path, { headers: { cookie } })).text())
  assert.match(await says('/case/write', own), /No screen shows what you write, not even at the police/)
  assert.doesNotMatch(
    await says('/case/write', first.cookie),
    /No screen shows|police can read/,
    'which it is, nothing says',
  )
  // Whoever sits beside the victim reads on no page that they asked to be kept safe.
  for (const path of ['/case', '/case/details', '/case/details/contacts', '/case/write'])
    assert.doesNotMatch(await says(path, own), /safe mode|not safe|afraid|somebody close/i, path)
  assert.match(await says('/case/details', own), /Who may see your case Where we can write to you Done/)
  assert.match(await says('/case/safe', own), /call from a mobile phone, stay silent, and press 55/)
  const sent = (await sentBy(loop)).length

  const look = async (role: Role, purpose: Purpose, path = `/staff/safeguarding/${first.case}`) => {
    const { cookie } = await loop.staff('demo-met', role, purpose)
    const answer = await fetch(loop.origin + path, { headers: { cookie }, redirect: 'manual' })
    return { status: answer.status, says: wordsOf(await answer.text()), cookie }
  }
  for (const [role, purpose] of [
    ['control-room-operator', 'respond-to-theft'],
    ['detective', 'investigate-crime'],
    ['system-administrator', 'run-system'],
  ] as const) {
    const refused = await look(role, purpose)
    assert.equal(refused.status, 403, role)
    assert.doesNotMatch(refused.says, /Zzqx|holder@/)
  }
  const hidden = await look('control-room-operator', 'respond-to-theft', `/staff/case/${first.case}`)
  assert.match(hidden.says, /Safe mode: no contact is shown/)
  assert.doesNotMatch(hidden.says, /Zzqx|holder@/)
  const queue = await look('safeguarding-officer', 'safeguard-person', '/staff/safeguarding')
  assert.match(queue.says, new RegExp(`Case ${first.case.slice(0, 8)} : look by`))
  const trained = await look('safeguarding-officer', 'safeguard-person')
  assert.match(trained.says, /Zzqx Street/)
  assert.match(trained.says, /holder@example\.org\. Whoever named it may be the one to fear: write nothing there/)
  assert.match(trained.says, /safe@example\.org/)
  const looks = await rows(`select distinct purpose from audit where act = 'look-at-safe-case'`)
  assert.deepEqual(looks, [{ purpose: 'safeguard-person' }])

  const holders = async () =>
    wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie: first.cookie } })).text())
  assert.doesNotMatch(await holders(), /Zzqx|safe mode|abuse|trained/i)
  const end = { decision: 'end', reason: 'both-asked' }
  const ended = await sendForm(loop, `/staff/safeguarding/${first.case}`, end, { cookie: trained.cookie })
  assert.equal(ended.status, 303, wordsOf(await ended.text()))
  await loop.until('every stop is undone', async () => {
    const [{ left }] = await rows(
      `select count(*)::int as left from action a where kind in ('block-handset', 'suspend-line', 'hold-line-changes')
        and state <> 'cancelled' and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`,
    )
    return left === 0
  })
  assert.match(await holders(), /This case has ended\. /)
  assert.doesNotMatch(await holders(), /taken back|mistake|not yours|report was/)
  assert.equal((await sentBy(loop)).length, sent, 'nobody is told')
})

test('USERS 4, stalking: who stops a phone with a card can say that they are afraid: what is stopped is stopped, a trained person is called, and whom the enrolment names hears nothing', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  const enrol = async (number: string, email: string) => (await enrolledPhone(loop, { number, email })).card
  const stop = (code: string, more: Record<string, string> = {}) => stopAndOpen(loop, { code, ...more })
  const contactsWith = async (cookie: string, contact: string) => {
    assert.equal((await sendForm(loop, '/case/details/contact', { contact, alone: 'yes' }, { cookie })).status, 303)
    return wordsOf(await (await fetch(`${loop.origin}/case/details/contacts`, { headers: { cookie } })).text())
  }
  const [afraid, calm, owner] = [
    await enrol('07700 900124', 'afraid@example.org'),
    await enrol('07700 900125', 'calm@example.org'),
    await enrol('07700 900128', 'owner@example.org'),
  ]
  // Whom somebody named on the very day is written to in no case.
  await loop.db.owner.pool.query(`update enrolment set at = at - interval '2 days'`)
  const safe = await stop(afraid, { safe: 'yes' })
  assert.match(await contactsWith(safe, 'kept@example.org'), /no letter of them is shown/)
  // Whoever knows a number says that they are afraid: what its owner stops later is stopped, and whom the owner named hears of it.
  assert.equal((await sendForm(loop, '/report', { line: '07700 900128', method: 'other', safe: 'yes' })).status, 200)
  assert.match(
    await contactsWith(await stop(owner), 'new@example.org'),
    /E-mail beginning with n/,
    'they know their own',
  )
  await stop(calm)
  const told = async (to: string) => (await sentBy(loop)).filter((one) => one.to === to).length
  await loop.until('the other owner is told', async () => (await told('calm@example.org')) > 0)
  await loop.until(
    'so is the owner of a number that somebody else had said',
    async () => (await told('owner@example.org')) > 0,
  )
  const cases = await loop.until('all are stopped, and one calls somebody', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select c.safe_mode, c.conflicts, a.state from theft_case c
        join action a on a.stream = 'case/' || c.case_id and a.kind = 'suspend-line' order by c.safe_mode desc, c.conflicts desc`,
    )
    return (
      rows.length === 3 && rows.every(({ state }) => state === 'acknowledged') && rows[0].conflicts.length > 0 && rows
    )
  })
  assert.deepEqual(cases, [
    { safe_mode: true, conflicts: ['domestic-abuse'], state: 'acknowledged' },
    { safe_mode: true, conflicts: [], state: 'acknowledged' },
    { safe_mode: false, conflicts: [], state: 'acknowledged' },
  ])
  assert.equal(await told('afraid@example.org'), 0)
  // Whoever pays for the phone shows their passport at the counter: they learn nothing, and start nothing.
  const counter = await loop.staff('demo-ee', 'operator', 'block-handset')
  const ask = async (path: string, line: string) => {
    const headers = { cookie: counter.cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' }
    const body = JSON.stringify({ line, ...(path === 'withdrawals' && { why: 'found' }) })
    const answer = await fetch(`${loop.origin}/api/${path}`, { method: 'POST', headers, body })
    const { reference: _, ...says } = (await answer.json()) as Record<string, unknown>
    return { status: answer.status, ...says }
  }
  const unknown = await ask('withdrawals', '07700 900129')
  assert.equal(unknown.status, 404)
  for (const path of ['withdrawals', 'attestations']) assert.deepEqual(await ask(path, '07700 900124'), unknown, path)
  assert.equal((await ask('withdrawals', '07700 900128')).status, 201, 'what a bare number said holds no owner up')
  // Whoever knows only its number ticks the box: the counter is answered at once, and the same when it asks again.
  assert.equal((await sendForm(loop, '/report', { line: '07700 900126', method: 'other', safe: 'yes' })).status, 200)
  for (let asked = 0; asked < 2; asked++) assert.equal((await ask('attestations', '07700 900126')).status, 201)
  const { rows: taken } = await loop.db.owner.pool.query(`select from event where type = 'reports.report-withdrawn'`)
  assert.equal(taken.length, 1)
})

test('USERS 4, stalking: whom the owner trusted, and the owner of the contract, read the same whether the phone starts, more was shown, no report stands or it is in safe mode', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  await loop.organisation('demo-met', 'force')
  const desk = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const own = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const mine = minePage(loop)
  const kinds = ['starts', 'more', 'none', 'safe'] as const
  const phones = []
  for (const [index, kind] of kinds.entries()) {
    const number = `07700 90012${index + 1}`
    const { card, trustedCode } = await enrolledPhone(loop, { number, trusted: `friend${index}@example.org` })
    const friend = mine.newPasskey()
    await mine.keep(trustedCode, friend)
    phones.push({ kind, number, card, trustedCode, friend })
  }
  await keptTwoDaysAgo(loop)
  const theft = async () => (await rows('select case_id from theft_case order by opened_at desc limit 1'))[0]?.case_id
  for (const { kind, card } of phones) {
    if (kind === 'none') continue
    const before = (await rows('select from theft_case')).length
    assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
    await loop.until(`it is a case: ${kind}`, async () => (await rows('select from theft_case')).length > before)
    if (kind === 'safe') {
      const on = await sendForm(
        loop,
        '/staff/safe-mode',
        { theft: await theft(), vouched: 'number' },
        { cookie: own.cookie },
      )
      assert.equal(on.status, 303, wordsOf(await on.text()))
    }
    if (kind !== 'more') continue
    const said = { line: '07700 900122', lineAgain: '07700 900122', method: 'snatch', vouched: 'police-handler' }
    await sendForm(loop, '/staff/report', { ...said, place: '', imeis: '' }, { cookie: desk.cookie })
    await loop.until('more is shown', async () => (await rows('select from theft_case where level = 2')).length === 1)
  }
  const same = (html: string) => wordsOf(html.slice(html.indexOf('<main'))).replaceAll(/ending in \d\d/g, '')
  type Read = { status: number; says: string }
  const read = async (answer: Response): Promise<Read> => ({ status: answer.status, says: same(await answer.text()) })
  const [first, ...others] = phones as [(typeof phones)[number], ...typeof phones]
  for (const why of ['found', 'not-me']) {
    const byPasskey = async ({ friend }: typeof first): Promise<Read> => {
      const page = await mine.open(friend)
      const [handset = ''] = handsetsOn(page)
      return read(await mine.post({ do: why, ticket: ticketOn(page), handset }))
    }
    const byCode = async ({ trustedCode: code }: typeof first): Promise<Read> =>
      read(await sendForm(loop, '/found', { why, code }))
    // The passkey of the first one starts it; the second time there is none any more, and nobody is told that either.
    for (const by of [byPasskey, byCode]) {
      const starts = await by(first)
      assert.match(starts.says, /We have heard you/)
      for (const one of others) assert.deepEqual(await by(one), starts, one.kind)
    }
  }
  const taken = await rows(`select distinct stream from event where type = 'reports.report-withdrawn'`)
  assert.equal(taken.length, 1, 'and one of them was started')
})
