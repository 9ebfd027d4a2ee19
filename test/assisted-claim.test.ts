import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('USERS 2.1: the code that an officer reads out still opens the case when the network has said that it is the holder', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const { name, postcode } = subscriberOf('+447700900123')
  const typed = { line: '07700 900123', method: 'snatch', vouched: 'number', name, born: '', postcode }
  const told = wordsOf(await (await sendForm(loop, '/staff/report', typed, { cookie })).text())
  const [, code = '', word = ''] = /Code: ([0-9A-Z-]{14}).*?Word: ([a-z]+)/.exec(told) ?? []
  await loop.until('the network has said yes', async () => {
    const { rows } = await loop.db.owner.pool.query(`select level from theft_case where level = 2`)
    return rows.length === 1
  })
  const opened = await sendForm(loop, '/case', { code, word })
  assert.equal(opened.status, 303, wordsOf(await opened.text()))
})
