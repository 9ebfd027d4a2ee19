import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { letFail, reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const visit = async (loop: Loop, cookie: string) =>
  wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie } })).text())

test('B42 B51 B57: a victim sees each network’s answer on the case page, and hears of it by the contact that they gave', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three'), startNotify] })
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  await loop.until('both networks are said to have stopped the phone', async () =>
    /Your phone cannot be used on EE \(pretend\) or Three \(pretend\)/.test(await visit(loop, victim.cookie)),
  )
  assert.match(await visit(loop, victim.cookie), /Your network says that you are who you say/)

  const give = (contact: string) =>
    sendForm(loop, '/case/details/contact', { contact, alone: 'yes' }, { cookie: victim.cookie })
  assert.equal((await give('victim@example.org')).status, 303)
  const mail = await loop.until('the contact is written to', async () =>
    (await sentBy(loop)).find(({ to }) => to === 'victim@example.org'),
  )
  assert.match(mail.text, new RegExp(`Your word: ${victim.word}`))
  assert.doesNotMatch(`${mail.text} ${mail.subject}`, /https?:|900\s?123/)

  assert.match(wordsOf(await (await give('+44 7700 900 123')).text()), /the number of the phone that was taken/)
  assert.ok(
    (await sentBy(loop)).every(({ to }) => !to.includes('900123')),
    'B51: nothing went to the stolen number',
  )

  const typed = { code: victim.code.toLowerCase(), word: ` ${victim.word.toUpperCase()} ` }
  assert.equal((await sendForm(loop, '/case', typed)).status, 303)
})

test('B51: a message that does not arrive is noted once, however often Notify says so, and waits for a person', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  const victim = await reportFromBorrowedPhone(loop, '07700 900124')
  await letFail(loop, 'lost@example.org')
  await sendForm(
    loop,
    '/case/details/contact',
    { contact: 'lost@example.org', alone: 'yes' },
    { cookie: victim.cookie },
  )
  const failed = await loop.until('the failure is on the list', async () => {
    const { rows } = await loop.db.owner.pool.query('select action, how from message_failed order by at')
    return rows[0]
  })
  assert.equal(failed.how, 'permanent-failure')
  assert.match(await visit(loop, victim.cookie), /An e-mail of ours did not reach you/)

  const guess = await fetch(`${loop.origin}/api/notify/callback`, {
    method: 'POST',
    headers: { authorization: `Bearer ${randomUUID()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'a', reference: failed.action, status: 'delivered' }),
  })
  assert.equal(guess.status, 401)
  const { rows } = await loop.db.owner.pool.query('select count(*)::int as n from message_failed where action = $1', [
    failed.action,
  ])
  assert.equal(rows[0].n, 1)
})

test('USERS 4: a code that is guessed opens nothing, and wrong words close it for an hour', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const { code, word } = await reportFromBorrowedPhone(loop, '07700 900125')
  for (let tries = 0; tries < 5; tries++)
    assert.match(wordsOf(await (await sendForm(loop, '/case', { code, word: 'wrong' })).text()), /do not open a case/)
  const locked = wordsOf(await (await sendForm(loop, '/case', { code, word })).text())
  assert.match(locked, /Wait one hour/)
  assert.doesNotMatch(locked, /What has happened/)
})
