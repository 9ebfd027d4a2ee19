import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const imei = '490154203237518'
const other = '356938035643809'
const third = '353322111234564'
const fourth = '356938035643817'
const fifth = '353322111234572'
const mail = { contact: 'second@example.org', alone: 'yes' }

test('B07: two cases of one theft are joined by hand, opened by either code, split, joined again, and lifted together', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-o2'), startForces] })
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  const read = async (path: string, as: string) =>
    wordsOf(await (await fetch(loop.origin + path, { headers: { cookie: as } })).text()).replaceAll('’', "'")
  const byOfficer = async (line: string, imeis: string) => {
    const said = { line, lineAgain: line, method: 'robbery', vouched: 'officer-present', place: 'Soho', imeis }
    assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
    const sql = `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`
    return String((await rows(sql))[0]?.case)
  }
  const send = (theft: string, form: Record<string, string>) =>
    sendForm(loop, `/staff/case/${theft}/twins`, { with: '', typed: '', ...form }, { cookie })

  const first = await byOfficer('07700 900125', imei)
  const victim = await reportFromBorrowedPhone(loop, '07700 900142')
  const later = victim.case
  await loop.until('both numbers are stopped', async () => {
    const sql = `select distinct stream from action where kind = 'suspend-line' and state = 'acknowledged'`
    return (await rows(sql)).length === 2
  })
  await loop.until('the first is recorded', async () => {
    return (await rows('select from theft_case where level = 4')).length === 1
  })

  // A second report of the same handset under another number is put forward as a likely twin.
  const doubted = await byOfficer('07700 900126', imei)
  await loop.until('both are in doubt', async () => {
    return (await rows(`select from theft_case where 'second-claimant' = any (conflicts)`)).length === 2
  })
  assert.match(await read(`/staff/case/${first}/twins`, cookie), new RegExp(`Case ${doubted.slice(0, 8)}.*claims`))
  assert.match(wordsOf(await (await send(first, { does: 'join' })).text()), /Choose a case/)
  assert.match(wordsOf(await (await send(first, { does: 'join', typed: 'abcdef01' })).text()), /no such case/)

  const joined = await send(later, { does: 'join', typed: first.slice(0, 8) })
  assert.deepEqual([joined.status, joined.headers.get('location')], [303, `/staff/case/${first}`])
  const isJoined = () =>
    loop.until('the later one has ended', async () => {
      return (await rows(`select from theft_case where case_id = $1 and ended = 'duplicate'`, [later])).length
    })
  await isJoined()
  assert.match(await read('/case', victim.cookie), /They are one case now/)
  const { code, word } = victim
  const again = await sendForm(loop, '/case', { code, word })
  assert.equal(again.status, 303)
  const own = (again.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  assert.match(await read('/case', own), /They are one case now/)
  assert.match(await read(`/staff/case/${later}`, cookie), /Another case goes on for this one/)
  assert.match(await read(`/staff/case/${first}`, cookie), /They are one case now/)

  // Whoever reports the later one's number again is in the first case.
  await byOfficer('07700 900142', '')
  const into = await rows(`select stream from event where type = 'reports.report-joined'`)
  assert.deepEqual(into, [{ stream: `case/${first}` }])

  const split = await send(first, { does: 'split', with: later })
  assert.deepEqual([split.status, split.headers.get('location')], [303, `/staff/case/${later}`])
  await loop.until('its code opens its own case', async () => {
    return !/one case now/.test(await read('/case', victim.cookie))
  })
  assert.match(await read('/case', victim.cookie), /Your case is open again/)
  await loop.until('the first is closed to it again', async () => /Open your case/.test(await read('/case', own)))
  assert.equal((await sendForm(loop, '/case', { code, word })).status, 303)
  assert.deepEqual(await rows(`select case_id from open_case where subject like 'v\\_%' and case_id = $1`, [later]), [
    { case_id: later },
  ])
  await loop.until('the first has let it out', async () => {
    const sql = `select from event where stream = $1 and type = 'reports.cases-linked' and data->>'same' = 'false'`
    return (await rows(sql, [`case/${first}`])).length
  })

  assert.equal((await send(first, { does: 'join', with: later })).status, 303)
  await isJoined()
  await sendForm(loop, '/staff/undo', { theft: first, why: 'found', checked: 'yes' }, { cookie })
  await loop.until('both numbers are started', async () => {
    const sql = `select distinct a.stream from action a join action u on u.cancels = a.id
      where a.kind = 'suspend-line' and u.state = 'acknowledged'`
    return (await rows(sql)).length === 2
  })
  const twice = await rows('select cancels from action where cancels is not null group by cancels having count(*) > 1')
  assert.deepEqual(twice, [], 'nothing is taken back twice')
  assert.deepEqual(await rows('select from open_case where case_id = any ($1)', [[first, later]]), [])
  const refused = await send(later, { does: 'split', with: first })
  assert.match(wordsOf(await refused.text()), /lifting its stops/)

  await t.test('B07: a report that joined by itself says why, and is given its own case by a person', () =>
    splitsReport({ loop, cookie, rows, read, send }),
  )
  await t.test(
    'B07: what a split-off report alone had stopped is started again; the first case keeps what is its own',
    () => startsAgain({ loop, cookie, rows, read, send }),
  )
})

type Desk = {
  readonly loop: Loop
  readonly cookie: string
  readonly rows: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  readonly read: (path: string, as: string) => Promise<string>
  readonly send: (theft: string, form: Record<string, string>) => Promise<Response>
}

/** Somebody whose second phone was taken tells an officer: the code that they are read out. */
async function byOfficer({ loop, cookie }: Desk, line: string, imeis: string, place = 'Camden Lock') {
  const said = { line, lineAgain: line, method: 'robbery', vouched: 'officer-present', place, imeis }
  const receipt = await (await sendForm(loop, '/staff/report', said, { cookie })).text()
  const [, code = ''] = /Code: <strong class="rb-number">([^<]+)</.exec(receipt) ?? []
  const [, word = ''] = /Word: <strong>([^<]+)</.exec(receipt) ?? []
  const opened = await sendForm(loop, '/case', { code, word })
  return { code, word, own: (opened.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? '' }
}

const splitOff = ({ loop, cookie }: Desk, theft: string, report: string, number: string) =>
  sendForm(loop, `/staff/case/${theft}/joined`, { does: 'split', report, number }, { cookie })

/** It is done, or the page says why not. */
async function isSplitOff(...those: Parameters<typeof splitOff>): Promise<void> {
  const answer = await splitOff(...those)
  assert.equal(answer.status, 303, wordsOf(await answer.text()))
}

const lastJoined = async ({ rows }: Desk, theft: string) => {
  const sql = `select data->>'report' as report from event where type = 'reports.report-joined' and stream = $1 order by id desc`
  return String((await rows(sql, [`case/${theft}`]))[0]?.report)
}

const lastReported = async ({ rows }: Desk) => {
  const sql = `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`
  return String((await rows(sql))[0]?.case)
}

const statusesIn = ({ rows }: Desk, theft: string) =>
  rows(`select imei_key::text, status from imei_status where case_id = $1 and status <> 'clear' order by 1`, [theft])

async function splitsReport(desk: Desk): Promise<void> {
  const { loop, cookie, rows, read, send } = desk
  const first = await byOfficer(desk, '07700 900151', fourth, 'Hyde Park')
  const theft = await lastReported(desk)
  await loop.until('the crime is recorded', async () => {
    return (await rows('select from theft_case where case_id = $1 and level = 4', [theft])).length
  })
  const second = await byOfficer(desk, '07700 900151', other)
  const report = await lastJoined(desk, theft)
  assert.equal((await sendForm(loop, '/case/details/contact', mail, { cookie: second.own })).status, 303)
  assert.match(await read('/case', first.own), /about this phone once more/)
  const why = await read(`/staff/case/${theft}/joined`, cookie)
  assert.match(why, /by assisted .*It joined because it told the number that this case has/)
  assert.match(await read(`/staff/case/${theft}`, cookie), /1 report joined this case by itself/)

  assert.match(wordsOf(await (await splitOff(desk, theft, report, '')).text()), /Say whose the number is/)
  await isSplitOff(desk, theft, report, 'goes')
  await loop.until('the report has its own case, with its code', async () => {
    const sql = `select from event where stream = $1 and type = 'victims.access-given'`
    return (await rows(sql, [`case/${report}`])).length
  })
  const [mine, its] = [await read('/case', first.own), await read('/case', second.own)]
  assert.match(mine, /one report in this case was about another theft/)
  assert.doesNotMatch(mine, /e-mail address|You added details|carry the same number/)
  assert.match(its, /This is its own case, and your code opens it/)
  assert.doesNotMatch(its, /Somebody told us for you|about this phone once more/, 'nothing of the first one’s')
  const { code, word } = second
  assert.equal((await sendForm(loop, '/case', { code, word })).status, 303, 'also where it is typed anew')
  assert.match(await read(`/staff/case/${report}`, cookie), /It began as a report that had joined case/)
  assert.match(await read(`/staff/case/${report}`, cookie), /Camden Lock/)
  const firsts = await read(`/staff/case/${theft}`, cookie)
  assert.match(firsts, /Hyde Park/)
  assert.doesNotMatch(firsts, /Camden Lock/)
  assert.match(await read(`/staff/case/${theft}/joined`, cookie), /It has a case of its own now/)
  assert.deepEqual(await statusesIn(desk, report), [{ imei_key: other.slice(0, 14), status: 'stolen' }])
  assert.ok((await statusesIn(desk, theft)).every(({ imei_key }) => imei_key !== other.slice(0, 14)))
  assert.deepEqual(
    await rows(`select case_id from open_case where subject like 'v\\_%' and case_id = any ($1)`, [[theft, report]]),
    [{ case_id: report }],
    'the number goes with the second theft',
  )
  const noted = `select from audit where subject = $1 and act = 'change' and actor like 'staff:%'`
  assert.ok((await rows(noted, [`case/${theft}`])).length > 0)

  const alerts = `select from event where stream = $1 and type = 'patrol.officers-alerted'`
  assert.deepEqual(await rows(alerts, [`case/${report}`]), [], 'nobody is sent to where it was, once more')

  // They can be joined again by a person, and split again.
  const again = await send(theft, { does: 'join', with: report })
  assert.equal(again.status, 303, wordsOf(await again.text()))
  await loop.until('the two are one case again', async () => {
    const ended = await rows(`select from theft_case where case_id = $1 and ended = 'duplicate'`, [report])
    return ended.length && /one case now/.test(await read('/case', second.own))
  })
  assert.equal((await send(theft, { does: 'split', with: report })).status, 303)
  await loop.until('its code opens its own once more', async () =>
    /is open again/.test(await read('/case', second.own)),
  )
}

async function startsAgain(desk: Desk): Promise<void> {
  const { loop, rows } = desk
  const bare = await sendForm(loop, '/report', { line: '07700 900152', method: 'snatch', place: '' })
  assert.equal(bare.status, 200)
  const theft = await lastReported(desk)
  await byOfficer(desk, '07700 900152', third)
  const report = await lastJoined(desk, theft)
  const stops = `select a.kind, u.state as undone from action a left join action u on u.cancels = a.id
    where a.stream = $1 and a.kind in ('suspend-line', 'block-handset', 'hold-line-changes') and a.state <> 'refused'`
  await loop.until('the line is stopped by the report that joined', async () => {
    const of = `select from action where stream = $1 and kind = 'suspend-line' and state = 'acknowledged'`
    return (await rows(of, [`case/${theft}`])).length
  })
  await isSplitOff(desk, theft, report, 'stays')
  await loop.until('the line is started again', async () => {
    const all = await rows(stops, [`case/${theft}`])
    return all.some(({ kind, undone }) => kind === 'suspend-line' && undone === 'acknowledged')
  })
  const all = await rows(stops, [`case/${theft}`])
  assert.ok(
    all.some(({ kind, undone }) => kind === 'hold-line-changes' && undone === null),
    'what the number alone asked for',
  )
  assert.ok(
    all.every(({ kind, undone }) => kind !== 'block-handset' || undone === null),
    'the other case holds the handset',
  )
  assert.deepEqual(await statusesIn(desk, report), [{ imei_key: third.slice(0, 14), status: 'stolen' }])
  assert.deepEqual(await statusesIn(desk, theft), [])
  assert.deepEqual(await rows('select level from theft_case where case_id = $1', [theft]), [{ level: 0 }])
  await readsOut(desk, theft)
}

/** Who was not looked at and came second has no code: one is read out to them, once. */
async function readsOut(desk: Desk, theft: string): Promise<void> {
  const { loop, cookie, rows, read } = desk
  const said = { line: '07700 900152', lineAgain: '', method: 'table', vouched: 'number', place: '', imeis: fifth }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  const report = await lastJoined(desk, theft)
  await isSplitOff(desk, theft, report, 'stays')
  const own = `select from event where stream = $1 and type = 'reports.theft-reported'`
  await loop.until('it has its own case', async () => (await rows(own, [`case/${report}`])).length)
  const ask = () => sendForm(loop, `/staff/case/${theft}/joined`, { does: 'code', report, number: '' }, { cookie })
  const shown = await (await ask()).text()
  const [, code = ''] = /Code <strong class="rb-number">([^<]+)</.exec(shown) ?? []
  const [, word = ''] = /word <strong>([^<]+)</.exec(shown) ?? []
  const opened = await sendForm(loop, '/case', { code, word })
  assert.equal(opened.status, 303, wordsOf(shown))
  const holder = (opened.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  assert.match(await read('/case', holder), /This is its own case/)
  assert.match(wordsOf(await (await ask()).text()), /has a code already/)
}
