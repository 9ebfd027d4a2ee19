import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('USERS 4, insider look-ups: a look at one’s own case, and many looks without an act, come before the auditor; work does not', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  const staff = (role: 'control-room-operator' | 'records-officer' = 'control-room-operator') =>
    role === 'records-officer'
      ? loop.staff('demo-public', role, 'scrutinise')
      : loop.staff('demo-public', role, 'respond-to-theft')
  const [owner, curious, worker, glance] = [await staff(), await staff(), await staff(), await staff()]
  const auditor = await staff('records-officer')
  const theft = (await reportFromBorrowedPhone(loop, '07700 900150')).case
  await loop.until('the case is known', async () => {
    return (await loop.db.owner.pool.query('select from theft_case')).rowCount
  })
  const get = (path: string, who: { cookie: string }) => fetch(loop.origin + path, { headers: { cookie: who.cookie } })
  const look = async (who: { cookie: string }, times: number) => {
    for (let n = 0; n < times; n++) assert.equal((await get(`/staff/case/${theft}`, who)).status, 200)
  }

  assert.equal((await fetch(`${loop.origin}/staff/own`)).status, 401)
  const own = (line: string) => sendForm(loop, '/staff/own', { line }, { cookie: owner.cookie })
  assert.equal((await own('07700 900150')).headers.get('location'), '/staff/own?done=yes')
  await loop.until('it is kept', async () => (await loop.db.owner.pool.query('select from staff_own')).rowCount)
  assert.doesNotMatch(await (await get('/staff/own?done=yes', owner)).text(), /900150/, 'nobody is shown it')

  const words = { note: 'Asked the shop for its film of that day' }
  assert.equal((await sendForm(loop, `/staff/case/${theft}/note`, words, { cookie: worker.cookie })).status, 303)
  await look(worker, 9)
  await look(glance, 3)
  await look(curious, 9)
  await look(owner, 1)
  const found = await loop.until('both are before the auditor', async () => {
    const { rows } = await loop.db.owner.pool.query('select staff, why from look_doubt order by why')
    return rows.length === 2 && rows
  })
  assert.deepEqual(found, [
    { staff: curious.id, why: 'often' },
    { staff: owner.id, why: 'own-number' },
  ])

  const queue = async (who: { cookie: string }) => wordsOf(await (await get('/staff/looks', who)).text())
  assert.match(await queue(auditor), /did nothing in the case.*a number that they said is their own|own\. 1 visit/)
  assert.equal((await get('/staff/looks', curious)).status, 403)
  const elsewhere = await loop.staff('demo-met', 'records-officer', 'scrutinise')
  assert.match(await queue(elsewhere), /Nothing waits/)
  const answer = (who: { cookie: string }) =>
    sendForm(loop, '/staff/looks', { staff: owner.id, case: theft, why: 'own-number', finding: 'taken-further' }, who)
  assert.equal((await answer({ cookie: curious.cookie })).status, 403)
  assert.equal((await answer({ cookie: auditor.cookie })).status, 303)
  await loop.until('it is answered', async () => /Answered in the last 28 days/.test(await queue(auditor)))
  assert.match(await queue(auditor), /own\. It was taken further/)
  await look(owner, 1)
  await look(curious, 1)
  const { rowCount } = await loop.db.owner.pool.query(`select from event where type = 'scrutiny.look-doubted'`)
  assert.equal(rowCount, 2, 'the auditor is told once')
})
