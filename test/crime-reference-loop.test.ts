import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('USERS 2.3: a victim whom their network knows reads the crime reference; a bare number does not, and in safe mode nobody does', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces] })
  const victim = await reportFromBorrowedPhone(loop, '07700 900121')
  const read = async (cookie: string) =>
    wordsOf(await (await fetch(`${loop.origin}/case/crime`, { headers: { cookie } })).text())
  const none = /There is none that we can show you here now/
  const [{ document }] = await loop.until('the force has recorded it', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select data ->> 'document' as document from event where type = 'reports.proof-shown' and data ? 'document'`,
    )
    return rows.length > 0 && rows
  })
  const told = await read(victim.cookie)
  assert.match(told, /Your crime reference 01\/\d{7}\/\d\d .*gave it today/)
  const { rows } = await loop.db.owner.pool.query(`select from audit where subject = $1`, [document])
  assert.ok(rows.length > 0, 'each look is written down')
  assert.match(wordsOf(await (await fetch(`${loop.origin}/case/crime`)).text()), /Open your case/)

  // Somebody who knows the number and nothing else has a report of their own, and no reference.
  const bare = await sendForm(loop, '/report', { line: '07700 900121', method: 'snatch', place: '' })
  const token = /name="token" value="([^"]+)"/.exec(await bare.text())?.[1] ?? ''
  const cookie = (bare.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  const skipped = await sendForm(
    loop,
    '/report/who',
    { token, skip: 'yes', name: '', born: '', postcode: '' },
    { cookie },
  )
  const own = (skipped.headers.getSetCookie().at(-1) ?? '').split(';')[0] || cookie
  assert.doesNotMatch(await read(own), /01\/\d{7}/)

  assert.equal((await sendForm(loop, '/case/safe', {}, { cookie: victim.cookie })).status, 303)
  await loop.until('it is in safe mode', async () => {
    return (await loop.db.owner.pool.query('select from theft_case where safe_mode')).rowCount
  })
  assert.match(await read(victim.cookie), none)
})
