import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const imei = '490154203237518'

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
})
