import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('USERS 4: a lost phone is stopped and is no crime; a report found to be made up ends with that word, by police alone, and is counted', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const lost = await reportFromBorrowedPhone(loop, '07700 900120', { method: 'lost' })
  const taken = await reportFromBorrowedPhone(loop, '07700 900121')
  const blocked = await loop.until('both are blocked', async () => {
    const found = await rows(
      `select stream, input ->> 'reason' as reason from action where kind = 'block-handset' and state = 'acknowledged'`,
    )
    return found.length === 2 && found
  })
  const reasonOf = (theft: string) => blocked.find(({ stream }) => stream === `case/${theft}`)?.reason
  assert.deepEqual([reasonOf(lost.case), reasonOf(taken.case)], ['lost', 'stolen'])
  await loop.until(
    'the theft is recorded',
    async () => (await rows(`select from action where kind = 'record-crime' and state = 'acknowledged'`)).length === 1,
  )
  assert.deepEqual(await rows(`select stream from action where kind = 'record-crime'`), [
    { stream: `case/${taken.case}` },
  ])
  const page = async (cookie: string) =>
    wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie } })).text())
  assert.match(await page(lost.cookie), /your phone is lost/)
  await loop.until('one theft is counted', async () => (await rows('select from theft_report_count')).length === 1)

  const counter = await loop.staff('demo-ee', 'operator', 'block-handset')
  const refused = await fetch(`${loop.origin}/api/withdrawals`, {
    method: 'POST',
    headers: { cookie: counter.cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ line: '07700 900121', why: 'false-report' }),
  })
  assert.equal(refused.status, 400, 'a network calls nobody a liar')
  const desk = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const undo = { theft: taken.case, why: 'false-report', checked: 'yes' }
  assert.equal((await sendForm(loop, '/staff/undo', undo, { cookie: desk.cookie })).status, 303)
  await loop.until('it is no theft any more', async () => (await rows('select from theft_report_count')).length === 0)
  assert.match(await page(taken.cookie), /The police found that this report was not true/)
  const counted = await loop.until('it is counted', async () => {
    const said = wordsOf(await (await fetch(`${loop.origin}/staff/undo`, { headers: { cookie: desk.cookie } })).text())
    return /1 of your organisation’s 2 reports were found to be made up/.exec(said)
  })
  assert.ok(counted)

  // Its owner finds out that the lost phone was taken, and says who they are once more: it is a theft from then on.
  await reportFromBorrowedPhone(loop, '07700 900120', { method: 'pickpocket' })
  await loop.until('it is a theft', async () => (await rows('select from theft_report_count')).length === 1)
  const asStolen = `select from action where stream = 'case/${lost.case}'
    and (kind = 'record-crime' or kind = 'block-handset' and input ->> 'reason' = 'stolen') and state = 'acknowledged'`
  await loop.until('the crime is recorded and the block says so', async () => (await rows(asStolen)).length === 2)
  assert.match(await page(lost.cookie), /your phone was taken, and not lost/)
  assert.deepEqual(await rows(`select method from theft_case where case_id = '${lost.case}'`), [
    { method: 'pickpocket' },
  ])
})
