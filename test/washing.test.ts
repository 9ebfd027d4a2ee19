import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { type ImeiStatus, statusOf } from '#modules/register/public'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { operatorWithLines } from './support/operator-with-lines.ts'

const imei = '490154203237518'
const key = imei.slice(0, 14) as never
const hour = 3_600_000

test('USERS 4: a thief who reports his own SIM in the stolen phone washes nothing, by lapse or by taking it back', async (t) => {
  const operator = operatorWithLines('demo-ee')
  const loop = await openLoop(t, { simulators: [operator.start] })
  const rowsOf = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  const says = (inHours = 0) =>
    statusOf(loop.db.owner.kysely as unknown as Kysely<ImeiStatus>, key, new Date(Date.now() + inHours * hour))

  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const said = {
    line: '07700 900125',
    lineAgain: '07700 900125',
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
    imeis: imei,
  }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  await loop.until('the victim’s phone is blocked', async () => {
    const rows = await rowsOf(`select from action where kind = 'block-handset' and state = 'acknowledged'`)
    return rows.length === 1
  })

  await operator.holds({ line: '+447700900126', imeis: [imei] })
  const thief = await reportFromBorrowedPhone(loop, '07700 900126')
  const stream = `case/${thief.case}`
  const happened = (type: string) =>
    loop.until(type, async () => {
      const rows = await rowsOf('select from event where stream = $1 and type = $2', [stream, type])
      return rows.length > 0
    })
  await happened('reports.proof-shown')
  assert.deepEqual(await rowsOf('select stream, data from event where type = $1', ['reports.conflict-found']), [
    { stream, data: { case: thief.case, conflict: 'second-claimant' } },
  ])
  assert.equal(await says(), 'stolen')
  assert.equal(await says(73), 'stolen', 'also once the thief’s own report has lapsed')

  const counter = await loop.staff('demo-ee', 'operator', 'block-handset')
  const withdrawn = await fetch(`${loop.origin}/api/withdrawals`, {
    method: 'POST',
    headers: { cookie: counter.cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ line: '07700 900126', why: 'found' }),
  })
  assert.equal(withdrawn.status, 201)
  assert.equal(await says(), 'stolen')
  await happened('reports.stops-undone')
  const kinds = async () =>
    (await rowsOf('select kind from action where stream = $1', [stream])).map(({ kind }) => kind)
  await loop.until('what the number alone has held is released', async () =>
    (await kinds()).includes('release-line-changes'),
  )
  const moved = (await kinds()).filter((kind) => /handset|suspend|restore|crime/.test(kind) && kind !== 'find-handset')
  assert.deepEqual(moved, [])
})
